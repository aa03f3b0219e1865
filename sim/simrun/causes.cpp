#include "sim/simrun/causes.hpp"

#include <optional>

#include "failover/logic.hpp"
#include "sim/facts/facts.hpp"

namespace sim::simrun {
namespace {

/// A log line as the doing of its cause.
struct Written {
    engine::Sequence number = 0;
    std::uint16_t process = 0;
    fidelity::Moment where;
};

/// All lines by what led to them, in the order of their numbers.
using ByCause = std::map<engine::Sequence, std::vector<Written>>;

/// The last line that `doing`'s own doer wrote before it, on the same occasion.
const Written* line_before(const ByCause& lines, const engine::Record& doing) {
    const auto found = lines.find(doing.cause);
    if (found == lines.end()) return nullptr;
    const Written* last = nullptr;
    for (const Written& line : found->second) {
        if (line.number < doing.number) last = &line;
    }
    return last;
}

/// What an operator does next may follow from what a proxy did before, but no process waited for
/// it; and a watchdog tries to connect at the end of any turn, whoever woke it for that.
bool ends_the_chain(const engine::Record& record) {
    const auto is = [&](facts::Kind kind) {
        return record.kind == static_cast<std::uint16_t>(kind);
    };
    if (is(facts::Kind::connected)) {
        return record.words[0] == static_cast<std::uint32_t>(failover::Plane::watchdog);
    }
    return is(facts::Kind::step_began) || is(facts::Kind::action_began) ||
           is(facts::Kind::action_done);
}

/// Goes from a line's cause to the cause of that, until somebody else had written something.
std::optional<fidelity::Moment> led_by(const std::vector<engine::Record>& records,
                                       const ByCause& lines, const engine::Record& line) {
    const engine::Record* doing = engine::find(records, line.cause);
    while (doing != nullptr && doing->cause < doing->number && !ends_the_chain(*doing)) {
        const Written* before = line_before(lines, *doing);
        if (before != nullptr && before->process == line.process) return std::nullopt;
        if (before != nullptr) return before->where;
        doing = doing->cause == 0 ? nullptr : engine::find(records, doing->cause);
    }
    return std::nullopt;
}

}  // namespace

std::vector<fidelity::Before> what_led_to_what(const std::vector<engine::Record>& records,
                                               const LoggedRecords& logged) {
    ByCause lines;
    for (const auto& [number, where] : logged) {
        const engine::Record* record = engine::find(records, number);
        if (record == nullptr) continue;
        lines[record->cause].push_back({number, record->process, where});
    }
    std::vector<fidelity::Before> result;
    for (const auto& [number, where] : logged) {
        const engine::Record* record = engine::find(records, number);
        if (record == nullptr) continue;
        if (const auto first = led_by(records, lines, *record)) result.push_back({*first, where});
    }
    return result;
}

}  // namespace sim::simrun
