-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("CopyButtonDemo", { code = "TX-4471" })

return {
  title = "sl-copy-button",
  demo = Demo,
  about = [[
Copies a value. An icon with a label tells those who do not see it what is copied.]],
}
