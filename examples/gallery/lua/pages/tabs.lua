-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TabsDemo", { looked = "" })

function Demo:day() self.looked = "The app knows that you look at the day." end
function Demo:week() self.looked = "The app knows that you look at the week." end

return {
  title = "sl-tab-group",
  demo = Demo,
  about = [[
Panels one at a time. Which one is a matter of the page, unless the app wants to know.]],
}
