-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("QrCodeDemo", { text = "https://example.com/" })

return {
  title = "sl-qr-code",
  demo = Demo,
  about = [[
A text that a telephone can read.]],
}
