// The failover procedure: main works off its ring of requests, one node operation after the other,
// P0 to P16 of semantics-3.6 §6.3. Read run() in failover_procedure.cpp: a stage per rule.
#pragma once

#include <bitset>
#include <span>

#include "failover/logics/interlock/main_activity.hpp"
#include "failover/logics/interlock/rules.hpp"

namespace failover::interlock {

/// Which children a node operation kills (§5.5): classes 1, 2 and 3.
enum class ChildrenClass : std::uint8_t { keep, partial, all };

/// What the class depends on.
struct ChildrenFacts {
    bool streaming = true;
    NodeOperation operation = NodeOperation::down;
    bool all_were_down = false;
    bool switch_over = false;
    BackendId node = no_backend;               ///< first of the set
    BackendId primary_node = no_backend;       ///< as stored, may be negative
    BackendId primary_or_master = no_backend;  ///< PRIMARY
};
using ChildrenRule = Decision<ChildrenFacts, ChildrenClass>;
/// In the order of ChildrenClass: each has a row.
[[nodiscard]] std::span<const ChildrenRule> children_rules();
[[nodiscard]] ChildrenClass choose_children_class(Outbox& out, const ChildrenFacts& facts);

/// Kills a child and forks another into its slot.
void replace_child(MainStep& step, std::size_t slot);
/// Kills every child, or those with a session that reads from one of `backends`, and replaces
/// them; the others restart when they next look (§5.5).
void restart_children(MainStep& step, ChildrenClass which, std::span<const BackendId> backends);
/// Whether every configured backend is down or unused; logs the first that is not (§6.3 P4).
[[nodiscard]] bool all_backends_down(Context& context);

struct FailoverProcedure {
    Next run(MainStep& step);
    [[nodiscard]] const NodeRequest& request() const { return request_; }
    bool operator==(const FailoverProcedure&) const = default;

  private:
    enum class Stage : std::uint8_t {
        enter,       ///< P0
        next_entry,  ///< P1 to P3
        begin,       ///< P4, once the START command is answered
        release_failback,
        children,  ///< P5, P6
        commands,  ///< P7
        primary,   ///< P8
        primary_found,
        follow,       ///< P9, P10
        followed,     ///< the follow child has ended (fix_h13)
        settle,       ///< P11 to P14
        report,       ///< P15
        restart_pcp,  ///< P16 after its pause
        done,
    };
    Next enter(MainStep& step);
    Next next_entry(MainStep& step);
    Next begin(MainStep& step);
    [[nodiscard]] bool begin_up(MainStep& step);
    [[nodiscard]] bool begin_promote(MainStep& step);
    [[nodiscard]] bool begin_down(MainStep& step);
    Next children(MainStep& step);
    void first_kill(MainStep& step);
    Next commands(MainStep& step);
    Next find_primary(MainStep& step);
    Next follow(MainStep& step);
    [[nodiscard]] bool goes_after_followers(const MainStep& step) const;
    void degenerate_followers(MainStep& step);
    Next settle(MainStep& step);
    Next report(MainStep& step);
    Next finish(MainStep& step);
    Next restart_pcp(MainStep& step);
    Next lock(MainStep& step, LockCommand command, Lock which, Stage then);
    Next release_or_wait(MainStep& step, Lock which, Stage then);
    [[nodiscard]] BackendId node() const { return request_.nodes.front(); }
    [[nodiscard]] std::span<const BackendId> judged(const MainStep& step) const;
    [[nodiscard]] bool judges(const MainStep& step, BackendId which) const;

    Stage stage_ = Stage::enter;
    Cause back_;                        ///< whose doing the interrupted activity is
    std::bitset<max_backends> downed_;  ///< nodes[] of §6.3: of the whole run, hence hazard H1
    bool restarts_pcp_ = false;
    // Of the entry being worked off.
    NodeRequest request_;
    bool holder_ = false;
    bool all_were_down_ = false;
    ChildrenClass class_ = ChildrenClass::all;
    int command_at_ = 0;
    BackendId new_master_ = no_backend;
    BackendId new_primary_ = no_backend;
    int follow_count_ = 0;
    int survivors_ = 0;  ///< standbys that stay up and are to follow (fix_h19)
};

}  // namespace failover::interlock
