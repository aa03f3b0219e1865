// Shared memory of one proxy (semantics-3.6 §1.2): what its processes have in common. It lives
// until the last of them is gone. Entries that one process leaves for another keep their cause.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "failover/beliefs.hpp"
#include "failover/logic.hpp"
#include "failover/logics/interlock/request_queue.hpp"

namespace failover::interlock {

/// Process roles, indices into Catalogue::roles.
enum class Process : Role {
    main = 0,
    watchdog,
    lifecheck,
    heartbeat_receiver,
    heartbeat_sender,
    child,
    pcp,
    pcp_worker,
    worker,
    wd_utility,
    utility,
};
[[nodiscard]] constexpr Role role(Process process) { return static_cast<Role>(process); }

/// A reason for SIGUSR1 to main (§1.5): a boolean that coalesces, with who set it first.
struct InterruptFlag {
    bool set = false;
    Cause cause;
    void raise(Cause by) {
        if (!set) cause = by;
        set = true;
    }
    bool operator==(const InterruptFlag&) const = default;
};

/// A slot of the process table and its row of the connection table.
struct ChildSlot {
    Pid pid;
    bool need_to_restart = false;
    bool connected = false;  ///< a client session is on its pool entry
    BackendId load_balancing_node = no_backend;
    Cause restart_cause;
    bool operator==(const ChildSlot&) const = default;
};

/// When a peer's heartbeat was accepted last: written by its receiver, read by lifecheck (§9.9).
struct Heartbeat {
    bool heard = false;
    std::int64_t sent = 0;  ///< nanoseconds of the sender's clock
    Instant received;
    bool operator==(const Heartbeat&) const = default;
};

struct Shared {
    std::array<Status, max_backends> status{};
    std::array<std::int64_t, max_backends> standby_delay{};  ///< bytes (§11.5)
    std::array<std::uint32_t, max_backends> select_count{};
    RequestQueue requests;
    BackendId master_node = no_backend;  ///< lowest valid node; not the primary (§1.2)
    BackendId primary_node = backend_not_searched;
    bool switching = false;
    int in_recovery = 0;
    InterruptFlag failover_interrupt;
    InterruptFlag watchdog_state_changed;
    bool watchdog_needs_cleanup = false;
    bool escalated = false;
    std::vector<ChildSlot> children;
    int connections = 0;  ///< conn_counter: of a killed child it is never taken back (§12.3)
    std::vector<Heartbeat> heartbeats;  ///< index = ProxyId; empty until lifecheck runs
    int backend_count = 0;  ///< configured slots: what the product's loops run over (§6.3)

    Pid main;
    Pid watchdog;
    Pid lifecheck;
    Pid pcp;
    Pid worker;
    bool pcp_recovering = false;  ///< an online recovery is under way; a new PCP process forgets it
    std::vector<Pid> pcp_workers;  ///< with fix_r45: what the next PCP process has to know

    bool starting = true;  ///< main still initialises (§1.5)
    bool serving = false;  ///< main is in its main loop (§3.1 step 8)

    [[nodiscard]] Status status_of(BackendId id) const {
        return status[static_cast<std::size_t>(id.value)];
    }
    /// WAIT or UP (§1.3).
    [[nodiscard]] bool valid(BackendId id) const {
        const Status s = status_of(id);
        return s == Status::connect_wait || s == Status::up;
    }
    /// Lowest valid configured id, no_backend if there is none.
    [[nodiscard]] BackendId lowest_valid() const;
    /// PRIMARY (§1.2): the primary, or the master node while there is none.
    [[nodiscard]] BackendId primary_or_master() const {
        return primary_node.value >= 0 ? primary_node : master_node;
    }
    /// A client's session begins or ends in that slot.
    void occupy(ChildSlot& slot) {
        slot.connected = true;
        ++connections;
    }
    void vacate(ChildSlot& slot) {
        if (slot.connected) --connections;
        slot.connected = false;
        slot.load_balancing_node = no_backend;
    }
    void set_status(BackendId id, Status to) { status[static_cast<std::size_t>(id.value)] = to; }

    bool operator==(const Shared&) const = default;
};

}  // namespace failover::interlock
