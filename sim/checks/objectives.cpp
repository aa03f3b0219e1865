#include "sim/checks/objectives.hpp"

#include <algorithm>

#include "failover/beliefs.hpp"

namespace sim::checks {
namespace {

using engine::Duration;
using engine::Record;
using engine::TrueTime;
using facts::Kind;

TrueTime time_of(const Record& record, std::size_t word) {
    return TrueTime{static_cast<std::int64_t>(
        record.words[word] | static_cast<std::uint64_t>(record.words[word + 1]) << 32U)};
}

/// Looking changes nothing, so no outage is due to it.
bool disturbs(scenario::Verb verb) {
    using scenario::Verb;
    constexpr std::array looks{Verb::psql, Verb::wait, Verb::pcp_node_count, Verb::pcp_node_info,
                               Verb::pcp_watchdog_info};
    return std::ranges::find(looks, verb) == looks.end();
}

/// The worse of two outages: the one that lasts, else the longer one.
bool milder(const Outage& a, const Outage& b) {
    if (a.over.has_value() != b.over.has_value()) return a.over.has_value();
    return a.over && *a.span() < *b.span();
}

const Outage* worst(const std::vector<Outage>& outages) {
    const auto found = std::ranges::max_element(outages, milder);
    return found == outages.end() ? nullptr : &*found;
}

class Fold {
  public:
    Fold(const scenario::Scenario& scenario, std::span<const Record> records)
        : scenario_(scenario), records_(records), open_(scenario.loads.size()) {}

    Objectives fold() {
        for (const scenario::Load& load : scenario_.loads) {
            const bool reads = load.kind == scenario::Load::Kind::read;
            (reads ? result_.reads : result_.writes) = true;
        }
        find_final_primary();
        for (const Record& record : records_) take(record);
        for (std::uint32_t load = 0; load < open_.size(); ++load) {
            if (open_[load]) close(load, std::nullopt);
        }
        if (result_.loss.oldest) result_.loss_span = fault_before_loss() - *result_.loss.oldest;
        return std::move(result_);
    }

  private:
    /// The primary whose commits are those that count.
    void find_final_primary() {
        for (const Record& record : records_) {
            if (Kind{record.kind} != Kind::database_role) continue;
            const bool primary =
                static_cast<facts::DatabaseRole>(record.words[1]) == facts::DatabaseRole::primary;
            if (!primary || record.words[2] < timeline_) continue;
            timeline_ = record.words[2];
            primary_ = record.words[0];
            promoted_ = record.at();
        }
    }

    void take(const Record& record) {
        const Kind kind{record.kind};
        if (kind == Kind::action_began) action(record);
        if (kind == Kind::load_outage) outage(record);
        const bool at_the_end = (record.words[0] >> 16U) != 0;
        if (kind == Kind::commits_lost && at_the_end) loss(record);
        if (kind == Kind::bytes_lost && record.words[1] != 0) {
            result_.loss.bytes = record.words[2] | static_cast<std::uint64_t>(record.words[3])
                                                       << 32U;
        }
    }

    void action(const Record& record) {
        const auto step = static_cast<std::size_t>(record.words[0]);
        if (step >= scenario_.steps.size()) return;
        const auto& actions = scenario_.steps[step].actions;
        if (record.words[1] >= actions.size() || !disturbs(actions[record.words[1]].verb)) return;
        faults_.push_back({static_cast<std::int32_t>(step), record.words[1], record.at()});
    }

    /// A success on a server that does not stay the primary ends no outage of a writer.
    void outage(const Record& record) {
        const std::uint32_t load = record.words[0] & 0xffffU;
        if (load >= open_.size()) return;
        if (record.words[1] != 0) {
            if (!open_[load]) open_[load] = time_of(record, 3);
            return;
        }
        const bool reads = scenario_.loads[load].kind == scenario::Load::Kind::read;
        const bool stays = reads || record.words[2] == primary_ || record.at() < promoted_;
        client_ = record.words[0] >> 16U;
        if (open_[load] && stays) close(load, record.at());
    }

    void close(std::uint32_t load, std::optional<TrueTime> over) {
        Outage outage;
        outage.load = load;
        outage.over = over;
        outage.fault = fault_of(*open_[load], over);
        if (over) outage.parts = parts_of(outage);
        open_[load].reset();
        const bool reads = scenario_.loads[load].kind == scenario::Load::Kind::read;
        (reads ? result_.read_outages : result_.write_outages).push_back(outage);
    }

    /// The first fault since the last success; else the one before: its effect came late.
    [[nodiscard]] Fault fault_of(TrueTime since, std::optional<TrueTime> over) const {
        Fault fault;
        fault.at = since;
        for (const Fault& one : faults_) {
            if (over && one.at > *over) break;
            if (fault.step >= 0 && fault.at >= since) break;
            fault = one;
        }
        return fault;
    }

    [[nodiscard]] TrueTime fault_before_loss() const {
        const Fault* due = nullptr;
        for (const Fault& one : faults_) {
            if (due == nullptr || one.at <= promoted_) due = &one;
        }
        return due == nullptr ? promoted_ : due->at;
    }

    void loss(const Record& record) {
        const std::size_t promise = record.words[0] >> 8U & 0xffU;
        result_.loss.count[std::min<std::size_t>(promise, 2)] += record.words[2];
        const TrueTime oldest = time_of(record, 3);
        if (!result_.loss.oldest || oldest < *result_.loss.oldest) result_.loss.oldest = oldest;
    }

    /// Somebody took the trouble up: a failover is asked for, or done.
    static bool is_detection(const Record& record) {
        const auto& words = record.words;
        if (Kind{record.kind} == Kind::pending_change) {
            return static_cast<failover::Pending>(words[2]) == failover::Pending::request;
        }
        return Kind{record.kind} == Kind::believed_status &&
               static_cast<failover::Status>(words[2]) == failover::Status::down;
    }
    [[nodiscard]] bool opens_session(const Record& record) const {
        return Kind{record.kind} == Kind::session && record.words[0] == client_ &&
               static_cast<facts::SessionEvent>(record.words[3]) == facts::SessionEvent::opened;
    }

    [[nodiscard]] std::array<Duration, phases> parts_of(const Outage& outage) const {
        std::array<std::optional<TrueTime>, phases> ends{};
        const auto mark = [&](Phase phase, TrueTime at, bool first) {
            auto& end = ends[static_cast<std::size_t>(phase)];
            if (!end || !first) end = at;
        };
        for (const Record& record : records_) {
            if (record.at() < outage.fault.at || record.at() > *outage.over) continue;
            const Kind kind{record.kind};
            const auto state = static_cast<facts::DatabaseState>(record.words[1]);
            const bool state_told = kind == Kind::database_state;
            if (is_detection(record)) mark(Phase::detect, record.at(), true);
            if (state_told && state == facts::DatabaseState::promoting) {
                mark(Phase::decide, record.at(), true);
            }
            const bool runs = state_told && state == facts::DatabaseState::running;
            if (runs && record.words[0] == primary_) {
                const bool promoted = ends[static_cast<std::size_t>(Phase::decide)].has_value();
                mark(promoted ? Phase::promote : Phase::restart, record.at(), false);
            }
            if (opens_session(record)) mark(Phase::route, record.at(), false);
        }
        mark(Phase::retry, *outage.over, false);
        std::array<Duration, phases> parts{};
        TrueTime before = outage.fault.at;
        for (std::size_t phase = 0; phase < phases; ++phase) {
            if (!ends[phase] || *ends[phase] < before) continue;
            parts[phase] = *ends[phase] - before;
            before = *ends[phase];
        }
        return parts;
    }

    const scenario::Scenario& scenario_;
    std::span<const Record> records_;
    std::vector<std::optional<TrueTime>> open_;  ///< per load: its last success
    std::vector<Fault> faults_;
    std::uint32_t client_ = UINT32_MAX;
    std::uint32_t primary_ = UINT32_MAX;
    std::uint32_t timeline_ = 0;
    TrueTime promoted_;
    Objectives result_;
};

}  // namespace

std::string_view to_string(Phase phase) {
    switch (phase) {
        case Phase::detect:
            return "detect";
        case Phase::decide:
            return "decide";
        case Phase::promote:
            return "promote";
        case Phase::restart:
            return "restart";
        case Phase::route:
            return "route";
        case Phase::retry:
            return "retry";
    }
    return "";
}

const Outage* Objectives::worst_write() const { return worst(write_outages); }
const Outage* Objectives::worst_read() const { return worst(read_outages); }

Objectives objectives_of(const scenario::Scenario& scenario, std::span<const Record> records) {
    return Fold(scenario, records).fold();
}

}  // namespace sim::checks
