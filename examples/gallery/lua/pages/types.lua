-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TypesDemo", { price = 2.5, count = 3, list = EMPTY })

function Demo:total() return (self.price or 0) * (self.count or 0) end
function Demo:kinds() return ("%s, %s, %s"):format(math.type(self.price), math.type(self.count), type(self.list)) end

return {
  title = "Typed values",
  demo = Demo,
  about = [[
What a person types is text. `?type=number`, `integer`, `boolean` and `json` say what it means; text that means nothing of the kind is not
sent. An empty field is nil.]],
}
