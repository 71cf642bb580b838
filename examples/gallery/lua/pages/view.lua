-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Cat = session:prototype("ViewCat", { name = "Minou", lives = 9 })
local Train = session:prototype("ViewTrain", { from = "Porto", to = "Braga" })
local Demo = session:prototype("ViewDemo", { shown = EMPTY })

function Demo:cat() self.shown = session:create(Cat, {}) end
function Demo:train() self.shown = session:create(Train, {}) end
function Demo:nothing() self.shown = nil end
function Demo:isEmpty() return self.shown == nil end

return {
  title = "ui-view",
  demo = Demo,
  about = [[
Shows an object with the template of its type. Another object of the same type changes what differs, another type changes the template, nil
leaves a gap. Classes and bindings of the element stay with whatever takes its place.]],
}
