-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("RatingDemo", { stars = 3 })

function Demo:words() return ({ [0] = "not rated", "poor", "fair", "good", "very good", "excellent" })[math.floor(self.stars)] end

return {
  title = "sl-rating",
  demo = Demo,
  about = [[
A number of stars.]],
}
