-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("CardDemo", { title = "Kitchen", degrees = 21 })

return {
  title = "sl-card",
  demo = Demo,
  about = [[
Something with an edge. It is a frame only; what is bound stands in it.]],
}
