using Xunit;

namespace Countersign.Core.Tests;

public sealed class SmsRoutesTests
{
    private static readonly int[] All = [1, 2, 3];

    [Fact]
    public void Each_country_has_its_order_and_all_others_one_of_theirs()
    {
        var routes = SmsRoutes.Parse("FI:1>2 us:2*3|1*1>3 *:3")!;

        Assert.Equal([1, 2], routes.Order(Region.Of("FI"), All, 7));
        Assert.Equal([3], routes.Order(Region.Of("SE"), All, 7));
        Assert.Equal([3], routes.Order(null, All, 7));
        Assert.Equal([2], routes.Order(Region.Of("FI"), [2, 3], 7));
        Assert.Equal(3, routes.Order(Region.Of("US"), All, 7)[2]);
    }

    [Fact]
    public void Without_a_wish_all_are_asked_by_their_numbers()
    {
        Assert.Equal([1, 2, 3], SmsRoutes.None.Order(Region.Of("FI"), [3, 1, 2], 7));
        Assert.Equal([1, 2, 3], SmsRoutes.Parse("FI:2")!.Order(Region.Of("SE"), All, 7));
    }

    [Fact]
    public void Messages_are_shared_by_weight_and_each_has_one_order()
    {
        var routes = SmsRoutes.Parse("*:2*3|1*1>3")!;
        var first = Enumerable.Range(0, 4000).Select(seed => routes.Order(null, All, (ulong)seed)[0]).ToList();

        Assert.InRange(first.Count(gateway => gateway == 2), 2850, 3150);
        Assert.DoesNotContain(3, first);
        Assert.All(Enumerable.Range(0, 100), seed => Assert.Equal(
            routes.Order(null, All, (ulong)seed), routes.Order(null, All, (ulong)seed)));
        Assert.All(Enumerable.Range(0, 100), seed => Assert.Equal([1, 2, 3], routes.Order(null, All, (ulong)seed).Order()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FI")]
    [InlineData("FI:")]
    [InlineData(":1")]
    [InlineData("FI:0")]
    [InlineData("FI:1>1")]
    [InlineData("FI:1*0")]
    [InlineData("FI:1*1001")]
    [InlineData("FI:1>>2")]
    [InlineData("FI:1:2")]
    [InlineData("FI:1 FI:2")]
    [InlineData("FI:a")]
    public void What_is_written_otherwise_is_none(string text) => Assert.Null(SmsRoutes.Parse(text));

    [Theory]
    [InlineData(null, ReportedState.UnderWay, true)]
    [InlineData(ReportedState.UnderWay, ReportedState.UnderWay, false)]
    [InlineData(ReportedState.UnderWay, ReportedState.Failed, true)]
    [InlineData(ReportedState.Failed, ReportedState.UnderWay, false)]
    [InlineData(ReportedState.Failed, ReportedState.Delivered, true)]
    [InlineData(ReportedState.Delivered, ReportedState.Failed, false)]
    [InlineData(ReportedState.Delivered, ReportedState.Delivered, false)]
    public void A_report_counts_when_it_says_more(ReportedState? known, ReportedState now, bool more) =>
        Assert.Equal(more, ReportRules.SaysMore(known, now));
}
