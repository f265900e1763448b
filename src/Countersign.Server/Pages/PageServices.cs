using Countersign.Server.Pages.Operate;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Proxies;
using Countersign.Server.Pages.Security;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <summary>What the pages are made of.</summary>
public static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<PageCookies>().AddSingleton<PageLook>().AddSingleton<Cultures>()
            .AddSingleton<FormTokens>().AddSingleton<SecondStep>().AddSingleton<StepSender>().AddSingleton<ProofWays>()
        .AddSingleton<ChangeProofs>().AddSingleton<OwnerPages>().AddSingleton<WizardCookie>().AddSingleton<AddProof>()
        .AddSingleton<AccountActs>().AddSingleton<AccountActPages>().AddSingleton<HookActs>().AddSingleton<OwnPlaces>()
        .AddAssetCompression();
}
