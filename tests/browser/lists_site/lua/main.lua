-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A roster of people whose list is changed in the ways lists are, one button each: all of them shown, or a crowd of which
-- what is in sight is.

local Person = session:prototype("Person", { label = "", note = "", rank = 0 })
local Roster = session:prototype("Roster", { made = 0 })

function Person:leave() self.roster:drop(self) end

local roster
local function person()
  roster.made = roster.made + 1
  return session:create(Person, { roster = roster, label = "person " .. roster.made, rank = roster.made * 7919 % 10007 })
end

local function many(count)
  local people = {}
  for i = 1, tonumber(count) do people[i] = person() end
  return people
end

-- What is done to the list is done to the one that was filled last.
function Roster:fill(count)
  self.people = many(count)
  self.list = self.people
end

function Roster:gather(count)
  self.crowd = many(count)
  self.list = self.crowd
end

function Roster:insertFirst() table.insert(self.list, 1, person()) end
function Roster:insertHundred() for _ = 1, 100 do self:insertFirst() end end
function Roster:append() table.insert(self.list, person()) end
function Roster:removeMiddle() table.remove(self.list, #self.list // 2 + 1) end
function Roster:sort() table.sort(self.list, function(a, b) return a.rank < b.rank end) end
function Roster:renameMiddle() self.list[#self.list // 2 + 1].label = "renamed" end
function Roster:twice() table.insert(self.list, 1, self.list[3]) end

function Roster:reverse()
  local people = self.list
  for i = 1, #people // 2 do people[i], people[#people + 1 - i] = people[#people + 1 - i], people[i] end
end

function Roster:drop(one)
  for i, other in ipairs(self.list) do
    if other == one then return table.remove(self.list, i) end
  end
end

function Roster:count() return #self.list end

if not session.reloading then
  roster = session:create(Roster, { people = {}, crowd = {}, list = {} })
  session:createAppVariable(roster)
end
