-- A file of its own, so that it can be edited while the session runs.
function cardLabel() return "card" end
