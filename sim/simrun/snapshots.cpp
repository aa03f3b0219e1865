#include "sim/simrun/snapshots.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include "reports/actions.hpp"
#include "reports/tables.hpp"
#include "sim/checks/looked.hpp"
#include "sim/facts/facts.hpp"

namespace sim::simrun {
namespace {

using facts::Kind;

bool is(const engine::Record& record, Kind kind) {
    return record.kind == static_cast<std::uint16_t>(kind);
}

/// What is the case at an instant: the facts up to it.
class Facts {
  public:
    explicit Facts(const Judged& judged) : judged_(judged) {}

    /// Instants must not go back.
    void go_to(std::int64_t at) {
        const auto records = judged_.telling.records;
        for (; next_ < records.size(); ++next_) {
            const engine::Record& record = records[next_];
            if (wall_clock(judged_, record.at()) > at) return;
            const auto who = static_cast<std::int32_t>(record.words[0]);
            if (is(record, Kind::saved)) files_[who] = file_lines(record);
            if (is(record, Kind::database_state)) state_[who] = record.words[1];
            if (is(record, Kind::database_role)) role_[who] = record.words[1];
            if (is(record, Kind::streaming)) {
                upstream_[who] =
                    record.words[1] != 0 ? static_cast<std::int32_t>(record.words[2]) : -1;
            }
        }
    }

    [[nodiscard]] std::vector<std::string> file(std::int32_t proxy) { return files_[proxy]; }
    [[nodiscard]] bool runs(std::int32_t database) {
        return state_[database] == static_cast<std::uint32_t>(facts::DatabaseState::running);
    }
    [[nodiscard]] bool in_recovery(std::int32_t database) {
        return role_[database] == static_cast<std::uint32_t>(facts::DatabaseRole::standby);
    }
    /// Databases that stream from this one.
    [[nodiscard]] std::vector<std::int32_t> fed_by(std::int32_t database) const {
        std::vector<std::int32_t> result;
        for (const auto& [standby, upstream] : upstream_) {
            if (upstream == database) result.push_back(standby);
        }
        return result;
    }

  private:
    static std::vector<std::string> file_lines(const engine::Record& record) {
        constexpr std::array<const char*, 4> words{"up", "down", "unused", "?"};
        std::vector<std::string> lines;
        for (std::uint32_t line = 0; line < record.words[1]; ++line) {
            lines.emplace_back(words[record.words[2] >> (2 * line) & 3U]);
        }
        return lines;
    }

    const Judged& judged_;
    std::size_t next_ = 0;
    std::map<std::int32_t, std::vector<std::string>> files_;
    std::map<std::int32_t, std::uint32_t> state_;
    std::map<std::int32_t, std::uint32_t> role_;
    std::map<std::int32_t, std::int32_t> upstream_;
};

/// The tables that came, by the number of their `look` record.
std::map<engine::Sequence, fidelity::Table> tables_of(const Prepared& prepared,
                                                      const Judged& judged) {
    std::vector<std::int32_t> ports;
    for (const auto& backend : judged.cluster.backends) ports.push_back(backend.port);
    std::map<engine::Sequence, fidelity::Table> tables;
    for (const checks::Looked& look : checks::looked_at(judged.telling.records, ports)) {
        const reports::TextTable text =
            reports::in_words(look.cells, {judged.cluster, *prepared.dialect});
        fidelity::Table& table = tables[look.record];
        table.emplace_back();
        for (const auto& column : text.columns) table.back().push_back(column.header);
        table.insert(table.end(), text.rows.begin(), text.rows.end());
    }
    return tables;
}

/// Looks of an operator who does not wait for ever are sessions of psql that may end without a
/// table.
std::vector<fidelity::Snapshot> impatient_looks(
    const Prepared& prepared, const Judged& judged,
    const std::map<engine::Sequence, fidelity::Table>& tables) {
    std::vector<fidelity::Snapshot> snapshots;
    for (const reports::Deed& deed : reports::deeds(judged.telling.records)) {
        const scenario::Step& step = prepared.scenario.steps[deed.step];
        const scenario::Action& action = step.actions[deed.action];
        const bool look = action.verb == scenario::Verb::psql && action.client == "operator" &&
                          action.query == scenario::Query::show_pool_nodes;
        if (!look) continue;
        fidelity::Snapshot snapshot{action.on->id + 1, wall_clock(judged, deed.at), {}};
        for (const engine::Record& record : judged.telling.records) {
            const bool its = is(record, Kind::look) && record.words[0] == deed.step &&
                             record.words[1] == facts::first_action_look + deed.action;
            const auto table = its ? tables.find(record.number) : tables.end();
            if (table != tables.end()) snapshot.table = table->second;
        }
        snapshots.push_back(std::move(snapshot));
    }
    return snapshots;
}

/// What of a replication view has a meaning: who streams, not under which pid and how far.
const fidelity::Row replication_columns{"usename", "application_name", "state", "sync_state"};

}  // namespace

std::int64_t wall_clock(const Judged& judged, engine::TrueTime at) {
    constexpr std::int64_t day = 86'400'000;
    const auto since_serving =
        std::chrono::floor<std::chrono::milliseconds>(at - judged.cluster.serving).count();
    return (judged.cluster.date_seconds % 86'400 * 1000 + since_serving + day) % day;
}

Clock::Clock(const std::vector<fidelity::Snapshot>& recorded,
             const std::vector<fidelity::Snapshot>& simulated) {
    const std::size_t both = std::min(recorded.size(), simulated.size());
    for (std::size_t at = 0; at < both; ++at) {
        known_.emplace_back(recorded[at].time, simulated[at].time);
    }
}

std::int64_t Clock::simulated(std::int64_t recorded) const {
    if (known_.empty()) return recorded;
    auto after = std::ranges::upper_bound(known_, recorded, {},
                                          &std::pair<std::int64_t, std::int64_t>::first);
    if (after != known_.begin()) --after;
    return after->second + (recorded - after->first);
}

std::vector<fidelity::Snapshot> pool_nodes_of(const Prepared& prepared, const Judged& judged) {
    const std::map<engine::Sequence, fidelity::Table> tables = tables_of(prepared, judged);
    std::vector<fidelity::Snapshot> snapshots;
    for (const engine::Record& record : judged.telling.records) {
        if (!is(record, Kind::look) || record.words[1] >= facts::first_action_look) continue;
        const scenario::Step& step = prepared.scenario.steps[record.words[0]];
        const scenario::Look& look = step.looks[record.words[1]];
        if (look.kind != scenario::TableKind::pool_nodes) continue;
        const engine::TrueTime at = step.at ? judged.cluster.serving + *step.at : record.at();
        const auto table = tables.find(record.number);
        snapshots.push_back({look.target + 1, wall_clock(judged, at),
                             table != tables.end() ? table->second : fidelity::Table{}});
    }
    for (fidelity::Snapshot& each : impatient_looks(prepared, judged, tables)) {
        snapshots.push_back(std::move(each));
    }
    std::ranges::stable_sort(snapshots, {}, &fidelity::Snapshot::time);
    return snapshots;
}

std::vector<fidelity::StatusText> status_files_of(const Judged& judged,
                                                  const fidelity::Recording& recorded,
                                                  const Clock& clock) {
    Facts facts(judged);
    std::vector<fidelity::StatusText> files;
    for (const fidelity::StatusText& real : recorded.status_files) {
        const std::int64_t at = clock.simulated(real.time);
        facts.go_to(at);
        files.push_back({real.proxy, at, facts.file(real.proxy - 1)});
    }
    return files;
}

std::vector<fidelity::ReplicationView> replication_of(const Judged& judged,
                                                      const fidelity::Recording& recorded,
                                                      const Clock& clock) {
    Facts facts(judged);
    std::vector<fidelity::ReplicationView> views;
    for (const fidelity::ReplicationView& real : recorded.replication) {
        fidelity::ReplicationView view{real.database, clock.simulated(real.time), {}, {}};
        facts.go_to(view.time);
        if (facts.runs(view.database)) {
            view.in_recovery = facts.in_recovery(view.database) ? "t" : "f";
            view.table = {replication_columns};
            for (const std::int32_t standby : facts.fed_by(view.database)) {
                const auto* names = judged.cluster.backend(standby);
                view.table.push_back({"postgres", names->application_name, "streaming", "async"});
            }
        }
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace sim::simrun
