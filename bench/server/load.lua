-- Run by wrk for bench/server/load.ts: sends the requests of a file in turn, and prints what was
-- measured as its last line, in JSON. Each request has its length in bytes in front, and a line break.

local requests = {}
local at = 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  while true do
    local length = file:read("*n")
    if length == nil then break end
    file:read(1)
    requests[#requests + 1] = file:read(length)
  end
  file:close()
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"seconds":%.6f,"statuses":{"200":%d,"other":%d},"failed":%d,"p50":%.3f,"p99":%.3f}\n',
    summary.duration / 1e6, summary.requests - errors.status, errors.status, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
