// The private copy of the statuses that a session child, a PCP worker and the SR check take when
// they start; their validity tests use it, and it goes stale (semantics-3.6 §1.3).
#pragma once

#include "failover/logics/interlock/process.hpp"

namespace failover::interlock {

struct StatusCopy {
    std::array<Status, max_backends> status{};
    BackendId master = no_backend;

    void take(const Shared& shared) {
        status = shared.status;
        master = shared.master_node;
    }
    [[nodiscard]] Status& of(BackendId id) { return status[static_cast<std::size_t>(id.value)]; }
    /// WAIT or UP; outside master-slave mode (raw) the master alone is valid.
    [[nodiscard]] bool valid(const Config& config, BackendId id) const {
        if (!config.master_slave_mode && id != master) return false;
        const Status it = status[static_cast<std::size_t>(id.value)];
        return it == Status::connect_wait || it == Status::up;
    }
    [[nodiscard]] bool any_valid(const Config& config) const {
        for (std::int32_t i = 0; i < config.backend_count(); ++i) {
            if (valid(config, BackendId{i})) return true;
        }
        return false;
    }
    bool operator==(const StatusCopy&) const = default;
};

/// PRIMARY (§1.2): the primary, or the master where none is known or the mode has none.
[[nodiscard]] inline BackendId primary_of(const Config& config, const Shared& shared) {
    const bool streaming = config.master_slave_mode && config.streaming;
    return streaming ? shared.primary_or_master() : shared.master_node;
}

}  // namespace failover::interlock
