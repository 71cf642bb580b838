-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A roster of people whose list is changed in the ways lists are, one button each.

local Person = session:prototype("Person", { label = "", note = "", rank = 0 })
local Roster = session:prototype("Roster", { made = 0 })

function Person:leave() self.roster:drop(self) end

local roster
local function person()
  roster.made = roster.made + 1
  return session:create(Person, { roster = roster, label = "person " .. roster.made, rank = roster.made * 7919 % 10007 })
end

function Roster:fill(count)
  local people = {}
  for i = 1, tonumber(count) do people[i] = person() end
  self.people = people
end

function Roster:insertFirst() table.insert(self.people, 1, person()) end
function Roster:insertHundred() for _ = 1, 100 do self:insertFirst() end end
function Roster:append() table.insert(self.people, person()) end
function Roster:removeMiddle() table.remove(self.people, #self.people // 2 + 1) end
function Roster:sort() table.sort(self.people, function(a, b) return a.rank < b.rank end) end
function Roster:renameMiddle() self.people[#self.people // 2 + 1].label = "renamed" end
function Roster:twice() table.insert(self.people, 1, self.people[3]) end

function Roster:reverse()
  local people = self.people
  for i = 1, #people // 2 do people[i], people[#people + 1 - i] = people[#people + 1 - i], people[i] end
end

function Roster:drop(one)
  for i, other in ipairs(self.people) do
    if other == one then return table.remove(self.people, i) end
  end
end

function Roster:count() return #self.people end

if not session.reloading then
  roster = session:create(Roster, { people = {} })
  session:createAppVariable(roster)
end
