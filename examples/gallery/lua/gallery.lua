-- Copyright (c) the Tandem authors. Licensed under the MIT License.
--
-- The app: the menu, and which page the address names.

local contents = require("contents")
local Page = require("page")

local Group = session:prototype("Group", { name = "", pages = EMPTY })

local Gallery = session:prototype("Gallery", {
  url = "/",
  groups = EMPTY,
  menuOpen = false,  -- On a narrow screen the menu is away until it is asked for.
})

function Gallery:new()
  local gallery = session:create(self, { groups = {}, _pages = {} })
  for _, group in ipairs(contents) do
    local pages = {}
    for i, slug in ipairs(group.pages) do
      pages[i] = Page:new(slug)
      gallery._pages[slug] = pages[i]
    end
    table.insert(gallery.groups, session:create(Group, { name = group.name, pages = pages }))
  end
  return gallery
end

-- The page of the address; where that names none, the first.
function Gallery:page()
  return self._pages[(self.url or ""):match("^/page/([%w-]+)")] or self.groups[1].pages[1]
end

function Gallery:title() return self:page().title .. " – Tandem's gallery" end

function Gallery:open(slug) self.url, self.menuOpen = "/page/" .. slug, false end

function Gallery:toggleMenu() self.menuOpen = not self.menuOpen end
function Gallery:menuExpanded() return tostring(self.menuOpen) end

return Gallery
