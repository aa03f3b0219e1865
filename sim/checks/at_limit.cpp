#include "sim/checks/at_limit.hpp"

#include <algorithm>

namespace sim::checks {
namespace {

/// The shortest part that the whole list is a repetition of, seen from its end. Where several rows
/// go on at once there is none: then each message once.
void name_loop(const std::vector<LoopMessage>& last, AtLimit& limit) {
    for (std::size_t period = 1; 2 * period <= last.size(); ++period) {
        const auto again = [&](std::size_t at) { return last[at] == last[at - period]; };
        bool all = true;
        for (std::size_t at = period; at < last.size() && all; ++at) all = again(at);
        if (!all) continue;
        limit.repeats = true;
        limit.loop.assign(last.end() - static_cast<std::ptrdiff_t>(period), last.end());
        return;
    }
    for (const LoopMessage& message : last) {
        if (std::ranges::find(limit.loop, message) == limit.loop.end()) {
            limit.loop.push_back(message);
        }
    }
}

}  // namespace

std::optional<AtLimit> at_limit(std::span<const engine::Record> records) {
    std::optional<AtLimit> limit;
    std::vector<LoopMessage> last;
    for (const engine::Record& record : records) {
        const auto& words = record.words;
        if (facts::Kind{record.kind} == facts::Kind::limit_hit) {
            limit.emplace();
            limit->limit = static_cast<facts::Limit>(words[0]);
            if (words[1] == 0) continue;
            limit->proxy = failover::ProxyId{static_cast<std::int32_t>(words[2])};
            limit->role = static_cast<std::int32_t>(words[3]);
        } else if (facts::Kind{record.kind} == facts::Kind::in_a_row) {
            last.push_back({words[0] == UINT32_MAX, static_cast<std::uint8_t>(words[0] >> 16U),
                            static_cast<std::uint16_t>(words[0] & 0xffffU),
                            facts::HostId{static_cast<std::int32_t>(words[1])},
                            facts::HostId{static_cast<std::int32_t>(words[2])}});
        }
    }
    if (limit && limit->limit == facts::Limit::messages_in_a_row) name_loop(last, *limit);
    return limit;
}

}  // namespace sim::checks
