#include "sim/checks/expectations.hpp"

#include <algorithm>

#include "sim/facts/answers.hpp"

namespace sim::checks {
namespace {

using engine::Record;
using facts::Kind;
using facts::StepId;
using scenario::Scenario;

StepId step_of(const Record& record) { return StepId{static_cast<std::int32_t>(record.words[0])}; }

Unmet unmet(Unmet::What what, const Record& record) {
    Unmet result;
    result.what = what;
    result.step = step_of(record);
    result.index = record.words[1];
    result.at = record.at();
    result.record = record.number;
    return result;
}

const scenario::Step* find_step(const Scenario& scenario, StepId id) {
    const auto index = static_cast<std::size_t>(id.value);
    return id.value >= 0 && index < scenario.steps.size() ? &scenario.steps[index] : nullptr;
}

/// Collects what was not met, record by record.
class Collector {
  public:
    explicit Collector(const Scenario& scenario) : scenario_(scenario) {}

    void take(const Record& record) {
        const Kind kind{record.kind};
        if (kind == Kind::observation) observation(record);
        if (kind == Kind::answer) answer(record);
        if (kind == Kind::resolved) resolved(record);
        if (kind == Kind::action_done) done(record);
        if (kind == Kind::step_ended) ended(record);
    }

    void table(const Looked& look) {
        const scenario::Table* expected = expected_table(look);
        if (expected == nullptr) return;
        const Cells cells{static_cast<TableOf>(expected->kind), expected->columns, expected->rows};
        TableDifference difference = compare(cells, look.cells, expected->partial);
        if (difference.none()) return;
        Unmet result;
        result.what = Unmet::What::table;
        result.step = look.step;
        result.index = look.index;
        result.at = look.at;
        result.record = look.record;
        result.difference = std::move(difference);
        list_.push_back(std::move(result));
    }

    [[nodiscard]] std::vector<Unmet> finish() {
        // Tables and answers are compared here; the world alone knows of those that never came.
        for (Unmet& told : told_by_world_) {
            const bool known = std::any_of(list_.begin(), list_.end(), [&](const Unmet& one) {
                return same_question(one, told);
            });
            if (!known) list_.push_back(std::move(told));
        }
        // A step that went wrong for no reason found so far says so itself.
        for (const Record& record : failed_steps_) {
            const StepId step = step_of(record);
            const bool explained = std::any_of(list_.begin(), list_.end(),
                                               [&](const Unmet& one) { return one.step == step; });
            if (!explained) list_.push_back(unexplained(record));
        }
        std::stable_sort(list_.begin(), list_.end(),
                         [](const Unmet& a, const Unmet& b) { return a.at < b.at; });
        return std::move(list_);
    }

  private:
    static bool same_question(const Unmet& one, const Unmet& told) {
        if (one.step != told.step) return false;
        const bool about_action =
            one.what == Unmet::What::answer || one.what == Unmet::What::exit_status;
        const std::uint32_t shift =
            told.what == Unmet::What::answer && !about_action ? first_action_look : 0;
        const bool comparable = one.what == Unmet::What::table || about_action;
        return comparable && one.index == told.index + shift;
    }

    void observation(const Record& record) {
        if (static_cast<facts::Observed>(record.words[2]) != facts::Observed::failed) return;
        Unmet result = unmet(Unmet::What::observation, record);
        const auto counts_from = [&](std::uint32_t first, Unmet::What what) {
            if (result.index < first) return false;
            result.what = what;
            result.index -= first;
            return true;
        };
        if (counts_from(facts::first_late, Unmet::What::action) ||
            counts_from(facts::never_began, Unmet::What::when)) {
            list_.push_back(std::move(result));
            return;
        }
        if (counts_from(first_answer, Unmet::What::answer) ||
            counts_from(first_look, Unmet::What::table)) {
            result.seen = nothing_seen;
            told_by_world_.push_back(std::move(result));
            return;
        }
        const bool found = counts_from(first_log, Unmet::What::log) ||
                           counts_from(first_never, Unmet::What::never) ||
                           counts_from(first_always, Unmet::What::always);
        if (found && result.what != Unmet::What::log) result.step = StepId{-1};
        if (result.what == Unmet::What::log) result.seen = record.words[3];
        list_.push_back(std::move(result));
    }

    [[nodiscard]] const scenario::Table* expected_table(const Looked& look) const {
        const scenario::Step* step = find_step(scenario_, look.step);
        if (step == nullptr) return nullptr;
        const auto value = [](const std::optional<scenario::Table>& table) {
            return table ? &*table : nullptr;
        };
        if (look.index < step->looks.size()) return value(step->looks[look.index].expected);
        const std::size_t action = look.index - std::min(look.index, first_action_look);
        const bool asked = look.index >= first_action_look && action < step->actions.size();
        return asked ? value(step->actions[action].answer_table) : nullptr;
    }

    [[nodiscard]] const scenario::Action* action(const Record& record) const {
        const scenario::Step* step = find_step(scenario_, step_of(record));
        const std::uint32_t index = record.words[1];
        return step != nullptr && index < step->actions.size() ? &step->actions[index] : nullptr;
    }

    void answer(const Record& record) {
        const scenario::Action* asked = action(record);
        if (asked == nullptr || !asked->answer) return;
        const auto& expected = *asked->answer;
        const auto id = static_cast<failover::MessageId>(record.words[2]);
        const failover::MessageArguments seen = arguments_of(*asked, record);
        if (meets(expected, id, std::span(seen).first(told_arguments(expected)))) return;
        Unmet result = unmet(Unmet::What::answer, record);
        result.expected = expected.id;
        result.seen = id;
        result.arguments = seen;
        list_.push_back(std::move(result));
    }
    /// As far as the record has them.
    static failover::MessageArguments arguments_of(const scenario::Action& asked,
                                                   const Record& record) {
        const bool info = record.words[2] == 0 && asked.verb == scenario::Verb::pcp_node_info;
        if (info) return facts::node_info_of(record.words[3], record.words[4]);
        return {static_cast<std::int32_t>(record.words[3]),
                static_cast<std::int32_t>(record.words[4])};
    }
    static std::size_t told_arguments(const scenario::ExpectedAnswer& expected) {
        const bool info = expected.form == scenario::ExpectedAnswer::Form::node_info;
        return info ? 4 : 2;
    }

    void resolved(const Record& record) {
        if (record.words[3] != UINT32_MAX) return;
        Unmet result = unmet(Unmet::What::target, record);
        result.seen = record.words[2];
        list_.push_back(std::move(result));
    }

    void done(const Record& record) {
        const scenario::Action* asked = action(record);
        const auto status = static_cast<std::int32_t>(record.words[2]);
        if (asked == nullptr || !asked->exit_status || *asked->exit_status == status) return;
        Unmet result = unmet(Unmet::What::exit_status, record);
        result.expected = *asked->exit_status;
        result.seen = status;
        list_.push_back(std::move(result));
    }

    void ended(const Record& record) {
        if (record.words[1] == 0) failed_steps_.push_back(record);
    }

    [[nodiscard]] static Unmet unexplained(const Record& record) {
        Unmet result = unmet(Unmet::What::step, record);
        result.index = 0;
        return result;
    }

    const Scenario& scenario_;
    std::vector<Unmet> list_;
    std::vector<Record> failed_steps_;
    std::vector<Unmet> told_by_world_;  ///< tables and answers that did not come as expected
};

}  // namespace

std::vector<Unmet> unmet_expectations(const Scenario& scenario, std::span<const Record> records) {
    std::vector<std::int32_t> ports;
    for (const auto& database : scenario.databases) ports.push_back(database.port);
    Collector collector(scenario);
    for (const Record& record : records) collector.take(record);
    for (const Looked& look : looked_at(records, ports)) collector.table(look);
    return collector.finish();
}

}  // namespace sim::checks
