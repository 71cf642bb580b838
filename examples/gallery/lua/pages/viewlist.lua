-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ViewlistDemo", { fruits = EMPTY, names = EMPTY })
local Fruit = session:prototype("ViewlistFruit", { name = "" })

function Demo:new()
  local demo = session:create(self, { fruits = {} })
  for _, name in ipairs({ "Apple", "Fig", "Quince" }) do demo:add(name) end
  return demo
end

function Demo:add(name) table.insert(self.fruits, 1, session:create(Fruit, { name = name, demo = self })) end
function Demo:another() self:add("Pear " .. #self.fruits + 1) end
function Demo:reverse()
  local last = #self.fruits
  for i = 1, last // 2 do self.fruits[i], self.fruits[last + 1 - i] = self.fruits[last + 1 - i], self.fruits[i] end
end

function Fruit:remove()
  for i, fruit in ipairs(self.demo.fruits) do
    if fruit == self then return table.remove(self.demo.fruits, i) end
  end
end
function Fruit:removeLabel() return "Remove " .. self.name end

return {
  title = "ui-viewlist",
  demo = Demo,
  about = [[
Shows an array: for each element a copy of the first child, replaced by the template of the element's type. Rows go with their objects: what is
typed into one, and where it was scrolled, stays when others come, go or change places.]],
}
