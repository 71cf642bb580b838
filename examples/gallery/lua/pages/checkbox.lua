-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("CheckboxDemo", { mail = true, post = false })

function Demo:news() return (self.mail and "mail" or "no mail") .. ", " .. (self.post and "post" or "no post") end
function Demo:togglePost() self.post = not self.post end

return {
  title = "sl-checkbox",
  demo = Demo,
  about = [[
True or false. `ui-value` on the box is all it takes; `ui-attr-checked` with an event of one's own works too.]],
}
