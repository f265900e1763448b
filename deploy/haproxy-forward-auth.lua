-- Asks Countersign whether a request may pass, for HAProxy 2.6 and newer: `lua-load` this file, and see docs/forward-auth.md.
-- The argument of the action is where Countersign listens, as 127.0.0.1:8080. What it answers stands in txn.countersign.status afterwards,
-- 503 where it cannot be asked, and where to sign in in txn.countersign.sign_in, empty where nobody can be led there.

local named = {
  "remote-user", "remote-email", "remote-name",
  "x-countersign-subject", "x-countersign-acr", "x-countersign-amr", "x-countersign-auth-time",
}

-- Of what the browser said nothing decides about its own request: what we ask by is ours alone.
local ours = {
  ["x-forwarded-uri"] = true, ["x-forwarded-host"] = true, ["x-forwarded-method"] = true, ["x-forwarded-proto"] = true,
  ["x-original-url"] = true, ["x-original-method"] = true, ["x-forwarded-for"] = true,
}

-- Of a message or a connection, and of no question of ours.
local hops = {
  ["host"] = true, ["content-length"] = true, ["transfer-encoding"] = true, ["connection"] = true, ["upgrade"] = true, ["expect"] = true,
  ["content-encoding"] = true, ["te"] = true, ["trailer"] = true, ["keep-alive"] = true,
}

local function first(headers, name)
  local values = headers and headers[name]
  return values and values[0] or ""
end

core.register_action("countersign", { "http-req" }, function(txn, where)
  local said = txn.http:req_get_headers()
  local headers = {}
  for name, values in pairs(said) do
    if not ours[name] and not hops[name] then
      local all = {}
      for at = 0, #values do all[#all + 1] = values[at] end
      headers[name] = all
    end
  end

  local scheme = txn.f:ssl_fc() == 1 and "https" or "http"
  headers["x-original-url"] = { scheme .. "://" .. first(said, "host") .. txn.f:pathq() }
  headers["x-original-method"] = { txn.f:method() }
  headers["x-forwarded-proto"] = { scheme }
  headers["x-forwarded-for"] = { txn.f:src() }

  local asked, answer = pcall(function()
    return core.httpclient():get({ url = "http://" .. where .. "/forward-auth", headers = headers, timeout = 5000 })
  end)
  local status = asked and answer and answer.status or 0
  txn:set_var("txn.countersign.status", status >= 200 and status or 503)
  txn:set_var("txn.countersign.sign_in", asked and first(answer.headers, "x-countersign-sign-in") or "")
  for _, name in ipairs(named) do
    txn.http:req_del_header(name)
    local value = asked and status == 200 and first(answer.headers, name) or ""
    if value ~= "" then txn.http:req_set_header(name, value) end
  end
end, 1)
