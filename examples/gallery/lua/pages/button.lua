-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ButtonDemo", { sending = false, sent = 0 })

function Demo:send()
  self.sending = true
  session:setTimeout(function() self.sending, self.sent = false, self.sent + 1 end, 600)
end
function Demo:hasNone() return self.sent == 0 end
function Demo:clear() self.sent = 0 end

return {
  title = "sl-button",
  demo = Demo,
  about = [[
Every look of a button; disabled, busy and where it leads follow values.]],
}
