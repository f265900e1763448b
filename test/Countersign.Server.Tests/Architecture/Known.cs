using Countersign.Server.Settings;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Countersign.Server.Tests.Architecture;

/// <summary>One type of the server that knows another one, and where.</summary>
/// <param name="Place">File and line, as the compiler wrote them down.</param>
internal sealed record Arrow(TypeReference From, TypeReference To, string Place)
{
    /// <summary>The room that knows.</summary>
    public string Room => Rooms.Of(Outermost(From).Namespace)!;

    /// <summary>The room that is known.</summary>
    public string Other => Rooms.Of(Outermost(To).Namespace)!;

    /// <summary>The arrow as a sentence.</summary>
    public override string ToString() => $"{Place}: {Room} knows {Other} ({From.Name} uses {To.Name})";

    /// <summary>The type that a nested one stands in.</summary>
    public static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}

/// <summary>Who knows whom in the server, read from the compiled program: bases, members, signatures, bodies, attributes.</summary>
internal static class Known
{
    /// <summary>Every arrow between two types of the server.</summary>
    public static IReadOnlyList<Arrow> Arrows { get; } = ReadAll(type => Rooms.Of(Arrow.Outermost(type).Namespace) is not null);

    /// <summary>Every use of what talks to a database, but for its exceptions.</summary>
    public static IReadOnlyList<Arrow> Drivers { get; } = ReadAll(type =>
        !type.Name.EndsWith("Exception", StringComparison.Ordinal)
        && ((string[])["Npgsql", "Microsoft.Data", "System.Data", "SQLitePCL"]).Any(
            library => Arrow.Outermost(type).Namespace.StartsWith(library, StringComparison.Ordinal)));

    private static List<Arrow> ReadAll(Predicate<TypeReference> isMeant)
    {
        var program = AssemblyDefinition.ReadAssembly(typeof(ServerSettings).Assembly.Location, new() { ReadSymbols = true });
        return [.. program.MainModule.GetAllTypes().Where(type => Rooms.Of(Arrow.Outermost(type).Namespace) is not null).SelectMany(
            type => ArrowsOf(type, isMeant))];
    }

    private static IEnumerable<Arrow> ArrowsOf(TypeDefinition type, Predicate<TypeReference> isMeant)
    {
        var shape = new[] { type.BaseType }.Concat(type.Interfaces.Select(each => each.InterfaceType))
            .Concat(type.Fields.Select(field => field.FieldType)).Concat(AttributesOf(type));
        var place = PlaceOf(type);
        foreach (var to in Meant(shape, isMeant)) yield return new(type, to, place);

        foreach (var method in type.Methods)
            foreach (var (to, where) in UsedBy(method, place, isMeant))
                yield return new(type, to, where);
    }

    private static IEnumerable<(TypeReference To, string Place)> UsedBy(
        MethodDefinition method, string fallback, Predicate<TypeReference> isMeant)
    {
        var first = method.DebugInformation.SequencePoints.FirstOrDefault(point => !point.IsHidden);
        var place = first is null ? fallback : PlaceOf(first);
        var signature = method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType).Concat(
            AttributesOf(method));
        foreach (var to in Meant(signature, isMeant)) yield return (to, place);
        if (!method.HasBody) yield break;

        foreach (var local in Meant(method.Body.Variables.Select(variable => variable.VariableType), isMeant)) yield return (local, place);
        foreach (var instruction in method.Body.Instructions)
        {
            if (method.DebugInformation.GetSequencePoint(instruction) is { IsHidden: false } point) place = PlaceOf(point);
            foreach (var to in Meant(Operands(instruction.Operand), isMeant)) yield return (to, place);
        }
    }

    private static IEnumerable<TypeReference?> Operands(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method =>
            [method.DeclaringType, method.ReturnType, .. method.GenericArguments, .. method.Parameters.Select(each => each.ParameterType)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(each => each.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [], // an open list: numbers, texts and jumps name no type
    };

    // Generic arguments count too: a list of methods knows Method.
    private static IEnumerable<TypeReference> Meant(IEnumerable<TypeReference?> types, Predicate<TypeReference> isMeant)
    {
        foreach (var type in types)
        {
            if (type is null or GenericParameter) continue;
            if (type is GenericInstanceType generic)
                foreach (var inner in Meant(generic.GenericArguments, isMeant)) yield return inner;
            if (type is TypeSpecification { ElementType: { } element } && type is not GenericInstanceType)
                foreach (var inner in Meant([element], isMeant)) yield return inner;

            var plain = type.GetElementType();
            if (isMeant(plain)) yield return plain;
        }
    }

    private static IEnumerable<TypeReference> AttributesOf(ICustomAttributeProvider carrier) =>
        carrier.CustomAttributes.Select(each => each.AttributeType);

    private static string PlaceOf(SequencePoint point) => $"{point.Document.Url}({point.StartLine})";

    private static string PlaceOf(TypeDefinition type) =>
        type.Methods.SelectMany(method => method.DebugInformation.SequencePoints).FirstOrDefault(point => !point.IsHidden) is { } point
            ? PlaceOf(point)
            : type.DeclaringType is { } outer ? PlaceOf(outer) : type.FullName;
}
