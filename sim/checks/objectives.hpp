// Recovery time and recovery point of a run, as postgres-model §8.5 defines them: how long the
// clients of each fault went without a success and where the time went, and which acknowledged
// commits are gone in the end.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/record.hpp"
#include "sim/facts/facts.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::checks {

/// What had to happen before clients were served again, in this order; what did not happen takes no
/// time of its own.
enum class Phase : std::uint8_t {
    detect,   ///< fault to the first proxy that sees to it
    decide,   ///< to the promotion's beginning
    promote,  ///< to a primary that takes commits
    restart,  ///< or to the old one, running again
    route,    ///< to a session of the client through a proxy
    retry,    ///< to the client's first success
};
inline constexpr std::size_t phases = 6;
[[nodiscard]] std::string_view to_string(Phase phase);

/// Where a fault stands in the file; of an outage without one, step is -1.
struct Fault {
    std::int32_t step = -1;
    std::uint32_t action = 0;
    engine::TrueTime at;
};

/// An outage that a load noticed.
struct Outage {
    std::uint32_t load = 0;
    Fault fault;                           ///< without one `at` is the last success before it
    std::optional<engine::TrueTime> over;  ///< none: to the end of the run
    std::array<engine::Duration, phases> parts{};
    /// Fault to success.
    [[nodiscard]] std::optional<engine::Duration> span() const {
        return over ? std::optional(*over - fault.at) : std::nullopt;
    }
};

/// Acknowledged commits that the last primary lacks, by what they were promised.
struct Loss {
    std::array<std::uint64_t, 3> count{};  ///< by facts::Promise
    std::uint64_t bytes = 0;
    std::optional<engine::TrueTime> oldest;  ///< when it was acknowledged
    [[nodiscard]] std::uint64_t all() const { return count[0] + count[1] + count[2]; }
};

struct Objectives {
    bool writes = false;  ///< some load writes, so that there is something to lose
    bool reads = false;
    std::vector<Outage> write_outages;  ///< in order of their end
    std::vector<Outage> read_outages;
    Loss loss;
    /// From the oldest loss's acknowledgement to the fault that it is due to; negative for what was
    /// acknowledged after it, on a branch that lost.
    std::optional<engine::Duration> loss_span;

    /// The longest; an open one is longer than any other. nullptr: nobody noticed an outage.
    [[nodiscard]] const Outage* worst_write() const;
    [[nodiscard]] const Outage* worst_read() const;
};

/// `records`: facts at least, of a run that ended.
[[nodiscard]] Objectives objectives_of(const scenario::Scenario& scenario,
                                       std::span<const engine::Record> records);

}  // namespace sim::checks
