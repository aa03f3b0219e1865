#include "sim/checks/measures.hpp"

#include <algorithm>
#include <array>

#include "sim/checks/ledger.hpp"
#include "sim/checks/oracle.hpp"

namespace sim::checks {
namespace {

using engine::Duration;
using engine::Record;
using engine::TrueTime;
using facts::Kind;

/// What one proxy believes of one database, while it is wrong.
struct Pair {
    std::optional<TrueTime> wrong_since;
    WrongBelief::What what{};
    bool hand = false;  ///< a pcp command about the database has begun since
};

/// Folds the facts of a run; facts of one instant belong together.
class Fold {
  public:
    explicit Fold(const scenario::Scenario& scenario)
        : scenario_(scenario),
          ledger_(scenario.databases.size(), scenario.proxies.size()),
          pairs_(scenario.databases.size() * scenario.proxies.size()) {}

    void take(const Record& record) {
        if (record.at() > now_) {
            settle();
            now_ = record.at();
        }
        ledger_.take(record);
        const Kind kind{record.kind};
        if (kind == Kind::resolved && record.words[4] == 0) {
            resolved_ = static_cast<std::int32_t>(record.words[3]);
        }
        if (kind == Kind::action_began) hand(record);
        if (kind == Kind::session && is_cut(record)) ++measures_.sessions_cut;
    }

    [[nodiscard]] Measures finish(TrueTime end) {
        settle();
        now_ = end;
        for (std::size_t at = 0; at < pairs_.size(); ++at) {
            if (pairs_[at].wrong_since) close(at, true);
        }
        return std::move(measures_);
    }

  private:
    static bool is_cut(const Record& record) {
        return static_cast<facts::SessionEvent>(record.words[3]) == facts::SessionEvent::cut;
    }

    /// The state since `now_` is complete: which pairs are wrong in it?
    void settle() {
        for (std::size_t at = 0; at < pairs_.size(); ++at) {
            const std::size_t proxy = at / ledger_.databases();
            const std::size_t database = at % ledger_.databases();
            const bool differs = ledger_.differs(proxy, database);
            const auto what = ledger_.belief(proxy, database) == failover::Status::down
                                  ? WrongBelief::What::down_though_healthy
                                  : WrongBelief::What::up_though_dead;
            Pair& pair = pairs_[at];
            const bool ended = pair.wrong_since && (!differs || pair.what != what);
            if (ended) close(at, false);
            if (differs && !pair.wrong_since) pair = {now_, what, false};
        }
    }

    void close(std::size_t at, bool open) {
        WrongBelief wrong;
        wrong.proxy = failover::ProxyId{static_cast<std::int32_t>(at / ledger_.databases())};
        wrong.database = facts::DatabaseId{static_cast<std::int32_t>(at % ledger_.databases())};
        wrong.what = pairs_[at].what;
        wrong.since = *pairs_[at].wrong_since;
        wrong.until = now_;
        wrong.open = open;
        wrong.by_hand = pairs_[at].hand;
        measures_.wrong.push_back(wrong);
        pairs_[at] = {};
    }

    /// An operator's pcp command about a database: whoever is wrong about it gets help.
    void hand(const Record& record) {
        const auto step = static_cast<std::size_t>(record.words[0]);
        if (step >= scenario_.steps.size()) return;
        const auto& actions = scenario_.steps[step].actions;
        const auto action = static_cast<std::size_t>(record.words[1]);
        if (action >= actions.size() || !changes_belief(actions[action].verb)) return;
        const auto& node = actions[action].node;
        if (!node) return;
        const bool named = node->kind == scenario::Target::Kind::named;
        const auto database = static_cast<std::size_t>(named ? node->id : resolved_);
        if (database >= ledger_.databases()) return;
        for (std::size_t proxy = 0; proxy < ledger_.proxies(); ++proxy) {
            Pair& pair = pairs_[proxy * ledger_.databases() + database];
            pair.hand = pair.wrong_since.has_value();
        }
    }

    static bool changes_belief(scenario::Verb verb) {
        constexpr std::array verbs{scenario::Verb::pcp_attach_node, scenario::Verb::pcp_detach_node,
                                   scenario::Verb::pcp_promote_node,
                                   scenario::Verb::pcp_recovery_node};
        return std::ranges::find(verbs, verb) != verbs.end();
    }

    const scenario::Scenario& scenario_;
    Ledger ledger_;
    std::int32_t resolved_ = -1;  ///< what the latest role turned out to be
    std::vector<Pair> pairs_;
    Measures measures_;
    TrueTime now_;
};

}  // namespace

const WrongBelief* Measures::longest() const {
    const auto found =
        std::ranges::max_element(wrong, [](const WrongBelief& a, const WrongBelief& b) {
            return a.span() != b.span() ? a.span() < b.span() : a.since > b.since;
        });
    return found == wrong.end() ? nullptr : &*found;
}

Duration Measures::wrong_in_all() const {
    Duration sum{};
    for (const WrongBelief& one : wrong) sum += one.span();
    return sum;
}

Measures measure(const scenario::Scenario& scenario, const Verdict& verdict,
                 std::span<const Record> records, TrueTime end) {
    Fold fold(scenario);
    for (const Record& record : records) fold.take(record);
    Measures measures = fold.finish(end);
    measures.operator_needed =
        std::ranges::any_of(verdict.violations, is_liveness, &Violation::oracle) ||
        std::ranges::any_of(measures.wrong, [&](const WrongBelief& one) {
            return one.by_hand || (one.open && scenario.settle);
        });
    return measures;
}

}  // namespace sim::checks
