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

    /// <summary>Types into the field that has the focus, and presses Enter.</summary>
    public static async Task TypeAndEnter(this Visitor visitor, string text)
    {
        await visitor.Page.Keyboard.TypeAsync(text);
        await visitor.Leave(() => visitor.Page.Keyboard.PressAsync("Enter"));
    }

    // A page may still be scrolling there.
    private static async Task SeeFocus(this Visitor visitor)
    {
        try
        {
            await visitor.Page.WaitForFunctionAsync(IsSeen, null, new() { Timeout = 2_000 });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"At {visitor.Path} the focus is not seen on {await visitor.Focused()}");
        }
    }

    /// <summary>What has the focus.</summary>
    public static Task<string> Focused(this Visitor visitor) =>
        visitor.Page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)");
}
