using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Countersign.Cli.Tests;

/// <summary>What a library shows to those who build on it: one line for each public type and member, in the spelling of C#.</summary>
internal static class PublicSurface
{
    private const BindingFlags Shown = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
    };

    public static string Of(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Shape));

    private static string Shape(Type type) =>
        string.Concat(MembersOf(type).Order(StringComparer.Ordinal).Select(member => $"    {member}\n").Prepend($"{Head(type)}\n"));

    private static string Head(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parent = type.IsClass && type.BaseType is { } above && above != typeof(object) ? $" : {Name(above)}" : "";
        return $"{kind} {type.Namespace}.{Name(type)}{parent}";
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");

        return
        [
            .. type.GetConstructors(Shown).Select(made => $"new({Parameters(made)})"),
            .. type.GetFields(Shown).Select(Field),
            .. type.GetProperties(Shown).Where(IsWritten).Select(Property),
            .. type.GetMethods(Shown).Where(method => !method.IsSpecialName && IsWritten(method)).Select(Method),
        ];
    }

    // What the compiler adds to every record says nothing about this one.
    private static bool IsWritten(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
        : $"{(field.IsStatic ? "static " : "")}{Spelled(new NullabilityInfoContext().Create(field))} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var set = property.SetMethod is { IsPublic: true } setter ? IsInit(setter) ? " init;" : " set;" : "";
        var place = property.GetMethod is { IsStatic: true } ? "static " : "";
        return $"{place}{required}{Spelled(new NullabilityInfoContext().Create(property))} {property.Name} {{ get;{set} }}";
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        var answer = Spelled(new NullabilityInfoContext().Create(method.ReturnParameter));
        return $"{(method.IsStatic ? "static " : "")}{answer} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var otherwise = parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "";
        return $"{way}{Spelled(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{otherwise}";
    }));

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Spelled(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";

        var mark = !type.IsValueType && info.ReadState is NullabilityState.Nullable ? "?" : "";
        if (info.ElementType is { } element) return $"{Spelled(element)}[]{mark}";
        return info.GenericTypeArguments.Length == 0
            ? $"{Name(type)}{mark}"
            : $"{Bare(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Spelled))}>{mark}";
    }

    private static string Name(Type type) => type switch
    {
        _ when Keywords.TryGetValue(type, out var keyword) => keyword,
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        { IsNested: true, IsGenericParameter: false } => $"{Name(type.DeclaringType!)}.{type.Name}",
        _ => type.Name,
    };

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
