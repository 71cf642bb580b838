-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("CarouselDemo", { first = "One", second = "Two" })

return {
  title = "sl-carousel",
  demo = Demo,
  about = [[
One after the other. Nothing needs to be bound.]],
}
