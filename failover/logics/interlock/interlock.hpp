// The logic of Pgpool-II 3.6 and KingbaseES V8R3: one proxy with its shared memory and processes,
// failover by interlock (semantics-3.6). Read main.hpp for the failover procedure, watchdog.hpp
// for the cluster of proxies.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "failover/logic.hpp"
#include "failover/logics/interlock/child.hpp"
#include "failover/logics/interlock/escalation.hpp"
#include "failover/logics/interlock/heartbeat.hpp"
#include "failover/logics/interlock/lifecheck.hpp"
#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/pcp.hpp"
#include "failover/logics/interlock/pcp_worker.hpp"
#include "failover/logics/interlock/process.hpp"
#include "failover/logics/interlock/utility.hpp"
#include "failover/logics/interlock/watchdog.hpp"
#include "failover/logics/interlock/worker.hpp"

namespace failover::interlock {

class Interlock {
  public:
    explicit Interlock(const Setup& setup);

    void step(Instant now, Pid process, std::span<const Input> inputs, Outbox& outbox);
    void died(Pid process);
    [[nodiscard]] bool takes(Pid process, const Input& input) const;
    [[nodiscard]] std::optional<ConnectionId> relays(ConnectionId client) const;
    [[nodiscard]] Beliefs beliefs() const;
    [[nodiscard]] Message shown() const;
    [[nodiscard]] static const Catalogue& catalogue();

    /// As main has it.
    [[nodiscard]] const Config& config() const;
    [[nodiscard]] const Shared& shared() const { return shared_; }
    /// The process of that kind that main knows of, or nullptr.
    [[nodiscard]] const Main* main() const;
    [[nodiscard]] const Watchdog* watchdog() const;

  private:
    /// In the order of Process: the role is the index.
    using Running = std::variant<Main, Watchdog, Lifecheck, HeartbeatReceiver, HeartbeatSender,
                                 Child, Pcp, PcpWorker, Worker, EscalationHelper, Utility>;

    [[nodiscard]] static Running make(Role role);
    /// Which reading a process that begins has: main reads the file, others inherit.
    [[nodiscard]] std::uint32_t inherited(const Started& started, const Outbox& outbox);
    /// The file is read anew, as it is now.
    [[nodiscard]] std::uint32_t read(const Config& before, const Outbox& outbox, TakenAt when);
    [[nodiscard]] std::size_t index_of(Pid pid) const;  ///< of a process that there is
    [[nodiscard]] const Running* find(Pid pid) const;
    [[nodiscard]] std::optional<ConnectionId> relays(const Running& process,
                                                     ConnectionId client) const;
    /// Who may still change what is believed of a node; looked up once for all nodes.
    struct Supervision {
        const Config& config;
        const Main& main;
        const Watchdog* watchdog;
    };
    [[nodiscard]] Pending pending(BackendId backend, const Supervision& now) const;

    /// What the configuration file said each time that it was read: constant and the same in all
    /// copies of this value, the one thing that is shared.
    std::vector<std::shared_ptr<const Config>> readings_;
    Shared shared_;
    std::vector<Pid> pids_;  ///< of `processes_`: apart, since one is looked for in every step
    std::vector<std::uint32_t> reading_of_;  ///< of each process: which of `readings_` it has
    std::vector<Running> processes_;         ///< in the order of their starts
};

static_assert(FailoverLogic<Interlock>);

}  // namespace failover::interlock
