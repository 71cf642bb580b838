-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- Someone with a name, nested one level down, with inherited members and an array.

Person = { type = "Person", species = "human" }
Person.__index = Person

function Person:full()
  return self.owner.name .. "!"
end

function Person:who()
  return self.owner
end

function Person:rename()
  self.owner.name = "Bea"
end

app = setmetatable({ owner = { name = "Ann" }, items = { "x", "y" } }, Person)
session:createAppVariable(app)
