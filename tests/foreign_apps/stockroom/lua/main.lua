-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- A stockroom in the manner of Lua 5.1: one global per type, a shared counter, prices by a formula that is
-- compiled when it is typed, and a drop-down fed by a list.

Object = session:prototype("Object", { name = "" })
Object.nextId = Object.nextId or 7

function Object:new(instance)
  instance = session:create(self, instance)
  instance.id = Object.nextId / 1
  Object.nextId = Object.nextId + 1
  return instance
end

function Object:tag()
  return string.format("%04d", self.id)
end

Item = session:prototype("Item", { kind = "tool", price = 1, quantity = 1 }, Object)

function Item:mutate()
  -- Stock of an older version had its number as text.
  if type(self.quantity) == "string" then self.quantity = tonumber(self.quantity) end
end

function Item:worth()
  local worth, problem = stockroom:value(self.price, self.quantity)
  return worth and "" .. worth or problem
end

function Item:more()
  self.quantity = self.quantity + 1
end

function Item:remove()
  for i = table.getn(stockroom.items), 1, -1 do
    if stockroom.items[i] == self then table.remove(stockroom.items, i) end
  end
end

Perishable = session:prototype("Perishable", { kind = "food", days = 3 }, Item)

function Perishable:tag()
  return Item.tag(self) .. " (" .. self.days .. " days)"
end

Kind = session:prototype("Kind", { label = "" })

Stockroom = session:prototype("Stockroom", { formula = "price * quantity", kind = "0", newName = "", newPrice = "" })

function Stockroom:kinds()
  self._kinds = self._kinds or { Kind:new({ label = "everything" }), Kind:new({ label = "tool" }), Kind:new({ label = "food" }) }
  return self._kinds
end

function Stockroom:shown()
  local wanted = self:kinds()[tonumber(self.kind) + 1].label
  local shown = {}
  for _, item in ipairs(self.items) do
    if wanted == "everything" or item.kind == wanted then table.insert(shown, item) end
  end
  -- Not a strict order, as it comes along: equal prices are "less" both ways.
  table.sort(shown, function(a, b) return a.price <= b.price end)
  return shown
end

function Stockroom:value(price, quantity)
  local chunk, problem = loadstring("return function(price, quantity) return " .. self.formula .. " end")
  if not chunk then return nil, "no formula" end
  local ok, worth = pcall(chunk(), price, quantity)
  if ok then return worth end
  return nil, "no value"
end

function Stockroom:total()
  local total = 0
  for _, item in ipairs(self.items) do
    total = total + (self:value(item.price, item.quantity) or 0)
  end
  return "Total: " .. total
end

function Stockroom:counts()
  local count, dearest = unpack(self:statistics())
  return string.format("%d things, the dearest costs %s", count, dearest)
end

function Stockroom:statistics()
  local dearest = 0
  for i = 1, table.getn(self.items) do dearest = math.max(dearest, self.items[i].price) end
  return { table.getn(self.items), dearest }
end

function Stockroom:add()
  if self.newName == "" then return end
  table.insert(self.items, Item:new({ name = self.newName, price = tonumber(self.newPrice) or 1 }))
  self.newName, self.newPrice = "", ""
end

stockroom = stockroom or session:create(Stockroom, {
  items = {
    Item:new({ name = "Hammer", price = 12.5, quantity = 2 }),
    Item:new({ name = "Saw", price = 20, quantity = 1 }),
    Perishable:new({ name = "Apples", price = 0.5, quantity = 10 }),
  },
})
session:createAppVariable(stockroom)
