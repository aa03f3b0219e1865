#include "failover/logics/interlock/interlock.hpp"

#include <algorithm>

#include "failover/logics/interlock/pool_nodes.hpp"
#include "failover/logics/interlock/status_file.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {

Interlock::Interlock(const Setup& setup)
    : readings_{std::make_shared<const Config>(make_config(setup))} {}

void Interlock::step(Instant now, Pid process, std::span<const Input> inputs, Outbox& outbox) {
    LOGIC_ASSERT(!inputs.empty());
    outbox.adopt(inputs.front().cause);
    const auto* started = std::get_if<Started>(&inputs.front().what);
    if (started != nullptr) {
        LOGIC_ASSERT(find(process) == nullptr);
        pids_.push_back(process);
        reading_of_.push_back(inherited(*started, outbox));
        processes_.push_back(make(started->role));
    }
    const std::size_t at = index_of(process);
    const auto config = readings_[reading_of_[at]];
    Context context{now, process, *config, shared_, outbox};
    if (started != nullptr) {
        // A new main makes its own shared memory.
        if (started->role == role(Process::main)) shared_ = Shared{};
        std::visit([&](auto& running) { running.start(context, *started); }, processes_[at]);
        inputs = inputs.subspan(1);
    }
    if (!inputs.empty()) {
        if (const auto* failed = std::get_if<SaveFailed>(&inputs.front().what)) {
            return warn_of_save(context, failed->at);
        }
        std::visit([&](auto& running) { running.step(context, inputs); }, processes_[at]);
    }
    if (context.rereads) reading_of_[at] = read(*config, outbox, TakenAt::reload);
}

std::uint32_t Interlock::inherited(const Started& started, const Outbox& outbox) {
    if (started.role == role(Process::main)) {
        return read(*readings_.front(), outbox, TakenAt::start);
    }
    return find(started.parent) != nullptr ? reading_of_[index_of(started.parent)] : 0;
}

std::uint32_t Interlock::read(const Config& before, const Outbox& outbox, TakenAt when) {
    const auto changes = outbox.host().configuration();
    if (changes.empty()) return 0;
    Config fresh = reread(before, changes, when);
    for (std::uint32_t i = 0; i < readings_.size(); ++i) {
        if (readings_[i]->parameters == fresh.parameters) return i;
    }
    readings_.push_back(std::make_shared<const Config>(std::move(fresh)));
    return static_cast<std::uint32_t>(readings_.size() - 1);
}

void Interlock::died(Pid process) {
    if (const Running* const found = find(process)) {
        const auto at = found - processes_.data();
        reading_of_.erase(reading_of_.begin() + at);
        pids_.erase(pids_.begin() + at);
        processes_.erase(processes_.begin() + at);
    }
    if (shared_.main != process) return;
    // Who wants to signal main learns of its death from the kernel: there is no such process.
    shared_.main = no_pid;
}

bool Interlock::takes(Pid process, const Input& input) const {
    if (std::holds_alternative<Started>(input.what) || std::holds_alternative<Caught>(input.what)) {
        return true;
    }
    if (std::holds_alternative<SaveFailed>(input.what)) return true;
    const Running* const found = find(process);
    return found != nullptr &&
           std::visit([&](const auto& running) { return running.takes(input); }, *found);
}

std::optional<ConnectionId> Interlock::relays(ConnectionId client) const {
    if (shared_.switching) return std::nullopt;  // whoever touches a session now ends it (§5.4)
    for (const ChildSlot& slot : shared_.children) {
        const Running* const child = slot.connected ? find(slot.pid) : nullptr;
        if (child == nullptr) continue;
        if (const auto database = relays(*child, client)) return database;
    }
    // A session whose main is gone is in no slot of the next one's memory.
    for (const Running& process : processes_) {
        if (const auto database = relays(process, client)) return database;
    }
    return std::nullopt;
}

std::optional<ConnectionId> Interlock::relays(const Running& process, ConnectionId client) const {
    const auto* child = std::get_if<Child>(&process);
    return child == nullptr ? std::nullopt : child->relays(client, config(), shared_);
}

Message Interlock::shown() const { return pool_nodes(config(), shared_, no_backend); }

Beliefs Interlock::beliefs() const {
    Beliefs beliefs;
    beliefs.status = shared_.status;
    beliefs.primary = shared_.primary_node;
    beliefs.serves = shared_.serving;
    const Watchdog* const running = watchdog();
    if (const Main* const main_process = main()) {
        const Supervision now{config(), *main_process, running};
        for (std::int32_t i = 0; i < now.config.backend_count(); ++i) {
            beliefs.pending[static_cast<std::size_t>(i)] = pending(BackendId{i}, now);
        }
    }
    if (running != nullptr) {
        beliefs.leader = running->leader();
        beliefs.leads = running->leads();
        beliefs.quorum = running->quorum();
        beliefs.escalated = running->escalated();
        for (int i = 0; i < lock_count; ++i) {
            beliefs.locked[static_cast<std::size_t>(i)] = running->locked(static_cast<Lock>(i));
        }
    }
    return beliefs;
}

Pending Interlock::pending(BackendId backend, const Supervision& now) const {
    if (shared_.starting) return Pending::starting;
    const Pending own = now.main.pending(backend);
    if (own == Pending::request) return own;
    // An entry that nobody was signalled for waits until something else starts the procedure
    // (hazard H14): it is not pending.
    if (shared_.switching || shared_.failover_interrupt.set) {
        for (const NodeRequest& request : shared_.requests.entries()) {
            if (std::ranges::find(request.nodes, backend) != request.nodes.end()) {
                return Pending::request;
            }
        }
    }
    const bool asked = now.watchdog != nullptr && now.watchdog->request_open_for(backend);
    if (asked) return Pending::request;
    if (own == Pending::sync || shared_.watchdog_state_changed.set) return Pending::sync;
    const Config& file = now.config;
    const bool probed =
        shared_.valid(backend) && file.configured(backend) &&
        file.health_check_period.count() > 0 && shared_.in_recovery == 0 &&
        !file.backends[static_cast<std::size_t>(backend.value)].disallow_to_failover;
    return probed ? Pending::health_check : Pending::nothing;
}

const Config& Interlock::config() const {
    const Running* const found = find(shared_.main);
    if (found == nullptr) return *readings_[0];
    return *readings_[reading_of_[static_cast<std::size_t>(found - processes_.data())]];
}

const Main* Interlock::main() const {
    const Running* const found = find(shared_.main);
    return found == nullptr ? nullptr : std::get_if<Main>(found);
}

const Watchdog* Interlock::watchdog() const {
    const Running* const found = find(shared_.watchdog);
    return found == nullptr ? nullptr : std::get_if<Watchdog>(found);
}

Interlock::Running Interlock::make(Role which) {
    switch (static_cast<Process>(which)) {
        case Process::main:
            return Main{};
        case Process::watchdog:
            return Watchdog{};
        case Process::lifecheck:
            return Lifecheck{};
        case Process::heartbeat_receiver:
            return HeartbeatReceiver{};
        case Process::heartbeat_sender:
            return HeartbeatSender{};
        case Process::child:
            return Child{};
        case Process::pcp:
            return Pcp{};
        case Process::pcp_worker:
            return PcpWorker{};
        case Process::worker:
            return Worker{};
        case Process::wd_utility:
            return EscalationHelper{};
        case Process::utility:
            return Utility{};
    }
    const bool role_exists = false;
    LOGIC_ASSERT(role_exists);
    return Main{};
}

std::size_t Interlock::index_of(Pid pid) const {
    const auto found = std::ranges::find(pids_, pid);
    LOGIC_ASSERT(found != pids_.end());
    return static_cast<std::size_t>(found - pids_.begin());
}

const Interlock::Running* Interlock::find(Pid pid) const {
    const auto found = std::ranges::find(pids_, pid);
    return found == pids_.end() ? nullptr
                                : &processes_[static_cast<std::size_t>(found - pids_.begin())];
}

}  // namespace failover::interlock
