-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Planet = session:prototype("NativeTablePlanet", { name = "", moons = 0 })
local Demo = session:prototype("NativeTableDemo", { planets = EMPTY })

function Demo:new()
  local planets = {}
  for _, row in ipairs({ { "Mars", 2 }, { "Earth", 1 }, { "Neptune", 16 } }) do
    planets[#planets + 1] = session:create(Planet, { name = row[1], moons = row[2] })
  end
  return session:create(self, { planets = planets })
end
function Demo:byName() table.sort(self.planets, function(a, b) return a.name < b.name end) end
function Demo:byMoons() table.sort(self.planets, function(a, b) return a.moons < b.moons end) end

return {
  title = "table",
  demo = Demo,
  about = [[
Rows are items of a list: the element with `ui-viewlist` is the body, and the template of a row has a `tr` as its root.]],
}
