-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("UrlDemo", {})

function Demo:address() return session:getApp().url end
function Demo:next() session:getApp():open("title") end

return {
  title = "ui-url",
  demo = Demo,
  about = [[
Ties the address of the page to a field, both ways. The gallery's own template binds `url`, which each link on the left writes; back, forward and
an address like this one's write it too. `uiApp.shareUrl()` is the address without the session.]],
}
