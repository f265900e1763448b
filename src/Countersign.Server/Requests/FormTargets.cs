using Countersign.Core;

namespace Countersign.Server.Requests;

/// <summary>
/// Where the forms of a page may lead beside our own pages. A browser holds the answer to a form to this as well (CSP 3 §6.4.1), so a page
/// that answers by leading away says so beforehand, and only to where the one who asked listens.
/// </summary>
public static class FormTargets
{
    private static readonly object TargetOfForms = new();

    /// <summary>The forms of this page may lead to a program on the person's own computer.</summary>
    public static void LetFormsLeadTo(this HttpContext context, ProgramPort port) => context.Items[TargetOfForms] = port.Origin;

    /// <summary>The forms of this page may lead to where an application takes people back.</summary>
    /// <param name="address">One that an operator gave.</param>
    public static void LetFormsLeadTo(this HttpContext context, Uri address) => context.Items[TargetOfForms] =
        address.Scheme is "https" or "http" ? address.GetLeftPart(UriPartial.Authority) : $"{address.Scheme}:";

    /// <summary>What the forms of this page may lead to, as a policy names it; null: our own pages only.</summary>
    public static string? FindFormTarget(this HttpContext context) => context.Items[TargetOfForms] as string;
}
