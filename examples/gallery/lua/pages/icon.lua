-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("IconDemo", { liked = false })

function Demo:like() self.liked = not self.liked end
function Demo:name() return self.liked and "heart-fill" or "heart" end
function Demo:label() return self.liked and "Do not like any more" or "Like" end

return {
  title = "sl-icon and sl-icon-button",
  demo = Demo,
  about = [[
All of Bootstrap's icons are served with the page. An icon that means something needs a label; a button of nothing but an icon always does.]],
}
