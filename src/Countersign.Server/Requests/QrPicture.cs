using QRCoder;

namespace Countersign.Server.Requests;

/// <summary>A QR code for those who show it themselves.</summary>
public static class QrPicture
{
    private const int PixelsPerModule = 8;

    /// <summary>A PNG in base64.</summary>
    public static string Png(string content)
    {
        using var modules = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var image = new PngByteQRCode(modules);
        return Convert.ToBase64String(image.GetGraphic(PixelsPerModule));
    }
}
