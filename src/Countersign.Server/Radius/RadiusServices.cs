using Countersign.Server.Settings;

namespace Countersign.Server.Radius;

/// <summary>The parts of this door.</summary>
public static class RadiusServices
{
    /// <summary>Adds them, where the settings say that RADIUS is listened for.</summary>
    public static IServiceCollection AddRadius(this IServiceCollection services, ServerSettings settings) => settings.Radius.IsEmpty
        ? services
        : services.AddSingleton<RadiusRepeats>().AddSingleton<RadiusSignIn>().AddSingleton<RadiusDesk>()
            .AddHostedService<RadiusListener>();
}
