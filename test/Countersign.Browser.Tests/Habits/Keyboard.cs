using Countersign.Browser.Tests.Driving;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>A person who has no mouse. Wherever the focus goes, they must see it.</summary>
internal static class Keyboard
{
    private const int LongestWay = 60;

    private const string IsSeen =
        """
        () => {
          const here = document.activeElement;
          const place = here.getBoundingClientRect();
          const style = getComputedStyle(here);
          return here.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && place.width > 0 && place.height > 0 && place.left >= 0 && place.top >= 0 && place.bottom <= innerHeight;
        }
        """;

    /// <summary>Presses Tab until this has the focus.</summary>
    /// <param name="what">A selector.</param>
    public static async Task TabTo(this Visitor visitor, string what)
    {
        for (var step = 0; step < LongestWay; step++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var isThere = await visitor.Page.EvaluateAsync<bool>("(what) => document.activeElement.matches(what)", what);
            // After the last part of a page the focus is in the browser's own bar for one step.
            if (await visitor.Page.EvaluateAsync<bool>("document.activeElement === document.body")) continue;
            await visitor.SeeFocus();
            if (isThere) return;
        }

        Assert.Fail($"At {visitor.Path} no Tab leads to {what}.");
    }

    /// <summary>Tabs to something, and presses a key that leads to another page.</summary>
    public static async Task TabAndPress(this Visitor visitor, string what, string key = "Enter")
    {
        await visitor.TabTo(what);
        await visitor.Leave(() => visitor.Page.Keyboard.PressAsync(key));
    }

    /// <summary>
    /// Waits until the cursor is in a field. A browser puts it there when it first draws the page, which may be after the page is
    /// loaded; what is typed before goes nowhere.
    /// </summary>
    /// <param name="field">The field's name in the form.</param>
    public static async Task SeeCursorIn(this Visitor visitor, string field)
    {
        try
        {
            await visitor.Page.WaitForFunctionAsync("(name) => document.activeElement.name === name", field);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"At {visitor.Path} the cursor is not in {field}, but on {await visitor.Focused()}");
        }
    }

    /// <summary>Types into the field that has the cursor.</summary>
    /// <param name="field">The field that should have it.</param>
    public static async Task TypeInto(this Visitor visitor, string field, string text)
    {
        await visitor.SeeCursorIn(field);
        await visitor.Page.Keyboard.TypeAsync(text);
        Assert.Equal(text, await visitor.Page.EvaluateAsync<string>("document.activeElement.value"));
    }

    /// <summary>Types into the field that has the cursor, and presses Enter.</summary>
    /// <param name="field">The field that should have it.</param>
    public static async Task TypeAndEnter(this Visitor visitor, string field, string text)
    {
        await visitor.TypeInto(field, text);
        await visitor.Leave(() => visitor.Page.Keyboard.PressAsync("Enter"));
    }

    // A page may still be scrolling there.
    private static async Task SeeFocus(this Visitor visitor)
    {
        try
        {
            await visitor.Page.WaitForFunctionAsync(IsSeen);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"At {visitor.Path} the focus is not seen on {await visitor.Focused()}");
        }
    }

    private static Task<string> Focused(this Visitor visitor) =>
        visitor.Page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)");
}
