#include "reports/evidence.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

#include "failover/beliefs.hpp"
#include "reports/clock.hpp"

namespace reports {
namespace {

using sim::checks::Evidence;
using sim::checks::Finding;
using sim::checks::Violation;

std::string backend_name(const Telling& telling, std::int64_t id) {
    const BackendNames* backend = telling.cluster.backend(id);
    return backend != nullptr ? backend->name : fmt::format("database {}", id);
}

std::string proxy_name(const Telling& telling, std::int64_t id) {
    const ProxyNames* proxy = telling.cluster.proxy(id);
    return proxy != nullptr ? proxy->name : fmt::format("proxy {}", id);
}

std::string at(const Telling& telling, engine::TrueTime time) {
    return story_time(time, telling.cluster.serving);
}

std::string_view lock_word(std::int64_t lock) {
    switch (static_cast<failover::Lock>(lock)) {
        case failover::Lock::failover:
            return "the FAILOVER lock";
        case failover::Lock::failback:
            return "the FAILBACK lock";
        case failover::Lock::follow_master:
            return "the FOLLOW MASTER lock";
    }
    return "a lock";
}

/// Subject of a finding and what was found, as two columns.
struct Sentence {
    std::string topic;
    std::string found;
};

/// How a finding is said: {0} the database, {1} the proxy, of the number: {2} a database, {3} a
/// proxy, {4} a span, {5} a lock, {6} itself.
struct Wording {
    Finding finding;
    std::string_view topic;
    std::string_view text;
};
constexpr std::array wordings{
    Wording{Finding::database_running, "truth", "{0} runs"},
    Wording{Finding::database_streams, "truth", "{0} streams from {2}"},
    Wording{Finding::database_primary, "truth", "{0} is the primary"},
    Wording{Finding::believed_down, "belief", "{1} holds {0} down"},
    Wording{Finding::health_check_skips, "health check",
            "runs every {4}, but skips a node that is believed down: it will never notice"},
    Wording{Finding::no_timer, "timers", "none of {1} leads to a look at {0}"},
    Wording{Finding::no_request, "requests", "none queued in {1}, none asked of the watchdog"},
    Wording{Finding::nothing_on_the_way, "on the way",
            "no packet and no command that could change it"},
    Wording{Finding::no_fault_open, "faults", "none open on {1}, on {0} or between them"},
    Wording{Finding::process_died, "process", "a process of {1} died: assertion in line {6}"},
    Wording{Finding::database_dead, "truth", "{0} is dead"},
    Wording{Finding::database_standby, "truth", "{0} is a standby"},
    Wording{Finding::believed_up, "belief", "{1} holds {0} up"},
    Wording{Finding::believed_primary, "belief", "{1} names {0} as the primary"},
    Wording{Finding::other_proxy_holds, "belief", "{3} holds the opposite of {0}"},
    Wording{Finding::other_proxy_names, "belief", "{3} names another primary than {1}"},
    Wording{Finding::health_checked, "health check", "runs every {4}"},
    Wording{Finding::command_ran, "command", "failover_command for {0} ran at {3}"},
    Wording{Finding::told_attached, "operator", "was told that {0} is attached"},
    Wording{Finding::told_detached, "operator", "was told that {0} is detached"},
    Wording{Finding::session_ended, "session", "was cut"},
    Wording{Finding::lock_held, "lock", "{1} holds {5}"},
    Wording{Finding::nobody_is_primary, "truth", "no database takes writes, and a standby runs"},
    Wording{Finding::takes_commits, "truth", "{2} takes commits"},
    Wording{Finding::commits_lost, "lost", "{6} acknowledged commits that standbys had confirmed"},
    Wording{Finding::promoted, "truth", "{0} became the primary"},
    Wording{Finding::streams_old, "truth", "{0} streams from {2}, on an older timeline"},
    Wording{Finding::parted, "truth", "WAL of {0} has parted from it"},
    Wording{Finding::newest_primary, "truth", "{2} is the newest primary"},
    Wording{Finding::leads_with_quorum, "belief", "{3} leads the watchdogs, with a quorum"},
    Wording{Finding::nobody_leads, "belief", "no proxy that they could reach leads the watchdogs"},
    Wording{Finding::majority_connected, "truth",
            "{6} proxies run and reach each other: a majority"},
    Wording{Finding::has_address, "truth", "{3} has the virtual address"},
    Wording{Finding::nobody_has_address, "truth", "nobody has the virtual address"},
};
static_assert([] {
    for (std::size_t at = 0; at < wordings.size(); ++at) {
        if (static_cast<std::size_t>(wordings[at].finding) != at) return false;
    }
    return wordings.back().finding == Finding::nobody_has_address;
}());

Sentence sentence(const Evidence& evidence, const Violation& violation, const Telling& telling) {
    if (evidence.finding == Finding::health_check_skips && evidence.number == 0) {
        return {"health check", "is off (health_check_period = 0)"};
    }
    const Wording& words = wordings[static_cast<std::size_t>(evidence.finding)];
    return {std::string(words.topic),
            fmt::format(
                fmt::runtime(words.text), backend_name(telling, violation.subject.database.value),
                proxy_name(telling, violation.subject.proxy.value),
                backend_name(telling, evidence.number), proxy_name(telling, evidence.number),
                span_text(engine::Duration{evidence.number}), lock_word(evidence.number),
                evidence.number)};
}

std::string evidence_line(const Evidence& evidence, const Violation& violation,
                          const Telling& telling, const Style& style) {
    const Sentence words = sentence(evidence, violation, telling);
    std::string source;
    if (evidence.record != 0) {
        source =
            fmt::format("  [since {}, record {}]", at(telling, evidence.since), evidence.record);
    }
    return fmt::format("    {:<13} {}{}\n", words.topic, wrap(words.found, style.width, 18),
                       style.paint(Tone::quiet, source));
}

/// What happened, in a line; {0} the database, {1} the proxies.
struct Headline {
    std::string_view oracle;
    std::string_view text;
};
constexpr std::array headlines{
    Headline{"logic_assert", "a process of {1} failed itself"},
    Headline{"stale_up", "{0} is dead, but {1} goes on sending clients there"},
    Headline{"views_disagree", "{1} and another proxy of its cluster hold different things true"},
    Headline{"primary_is_not_primary", "{1} sends writes to {0}, which takes none"},
    Headline{"no_failover", "the primary {0} is dead and nobody takes its place"},
    Headline{"lock_stuck", "a lock of {1} is held for nobody's request"},
    Headline{"needless_failover", "{1} took down {0}, which is well"},
    Headline{"double_failover", "{1} ran failover_command for {0} once too often"},
    Headline{"session_loss", "{1} cut a session that nothing had happened to"},
    Headline{"diverged_streaming", "{0} is on a losing branch, but held up by {1}"},
    Headline{"pcp_lies", "{1} said that it had done with {0} what it never did"},
    Headline{"two_wd_leaders", "{1} and another proxy lead the watchdogs, both with a quorum"},
    Headline{"leaderless", "a majority of the proxies is connected, and nobody leads it"},
    Headline{"vip_conflict", "{1} and another proxy have the virtual address"},
    Headline{"vip_missing", "{1} leads with a quorum, and nobody has the virtual address"},
};

std::string grace_text(const sim::checks::Grace& grace) {
    if (grace.lifecheck.count() > 0) {
        std::string text = fmt::format("{} = {} for the lifecheck", span_text(grace.total()),
                                       span_text(grace.lifecheck));
        if (grace.election.count() > 0)
            text += fmt::format(" + {} for an election", span_text(grace.election));
        if (grace.command.count() > 0)
            text += fmt::format(" + {} for commands", span_text(grace.command));
        return text;
    }
    std::string text = fmt::format(
        "{} = health_check_period {} x (retries {} + 1) + retry_delay {} x {} + timeout {}",
        span_text(grace.total()), span_text(grace.period), grace.retries,
        span_text(grace.retry_delay), grace.retries, span_text(grace.timeout));
    if (grace.command.count() > 0) {
        text += fmt::format(" + {} for commands and further attempts", span_text(grace.command));
    }
    return text;
}

std::string status_text(const Violation& violation) {
    if (violation.expected) return "  (as the file says)";
    return violation.waived ? "  (waived)" : "";
}

bool same_group(const Violation& a, const Violation& b) {
    return a.oracle == b.oracle && a.subject.database == b.subject.database;
}

std::string lasting(const Violation& violation, const Telling& telling) {
    std::string text = fmt::format("wrong since {}, a violation from {} on",
                                   at(telling, violation.since), at(telling, violation.at));
    if (violation.ended) return text + ", over at " + at(telling, *violation.ended);
    return text + ", to the end";
}

std::string headline(const std::vector<const Violation*>& group, const Telling& telling) {
    const Violation& first = *group.front();
    const std::string database = backend_name(telling, first.subject.database.value);
    if (first.oracle == "two_writable_primaries") {
        return fmt::format("{} servers take commits from {} on, and clients can reach them",
                           first.evidence.size(), at(telling, first.since));
    }
    if (first.oracle == "lost_ack") {
        return database + " was made the primary, and lacks what standbys had promised to keep";
    }
    std::string proxies;
    for (std::size_t one = 0; one < group.size(); ++one) {
        const bool last = one + 1 == group.size();
        if (one > 0) proxies += last ? " and " : ", ";
        proxies += proxy_name(telling, group[one]->subject.proxy.value);
    }
    for (const Headline& other : headlines) {
        if (other.oracle != first.oracle) continue;
        return fmt::format(fmt::runtime(other.text),
                           backend_name(telling, first.subject.database.value), proxies);
    }
    return fmt::format(
        "{} is well since {}, but {} {} it down, and nothing that is pending could change that",
        database, at(telling, first.since), proxies, group.size() == 1 ? "believes" : "believe");
}

std::string group_text(const std::vector<const Violation*>& group, const Telling& telling,
                       const Style& style) {
    const Violation& first = *group.front();
    const bool excused = first.expected || first.waived;
    std::string text = style.paint(excused ? Tone::warn : Tone::bad, "VIOLATED ") +
                       style.paint(Tone::strong, std::string(first.oracle)) + status_text(first) +
                       "\n";
    text += "  " + wrap(headline(group, telling), style.width, 2) + "\n";
    if (first.grace)
        text += "    grace         " + wrap(grace_text(*first.grace), style.width, 18) + "\n";
    const bool of_proxy = first.subject.proxy.value >= 0;
    const std::string whom =
        of_proxy ? "for " + proxy_name(telling, first.subject.proxy.value) : "in truth";
    text += style.paint(Tone::quiet,
                        fmt::format("  looked at, {}: {}\n", whom, lasting(first, telling)));
    for (const Evidence& evidence : first.evidence) {
        text += evidence_line(evidence, first, telling, style);
    }
    for (std::size_t one = 1; one < group.size(); ++one) {
        const std::int32_t proxy = group[one]->subject.proxy.value;
        const std::string again = proxy >= 0 ? "for " + proxy_name(telling, proxy) : "again";
        text += style.paint(
            Tone::quiet, fmt::format("  the same {}: {}\n", again, lasting(*group[one], telling)));
    }
    return text;
}

}  // namespace

std::string violations_text(const Telling& telling, const Style& style) {
    const auto& violations = telling.verdict.violations;
    std::vector<bool> told(violations.size(), false);
    std::string text;
    for (std::size_t one = 0; one < violations.size(); ++one) {
        if (told[one]) continue;
        std::vector<const Violation*> group;
        for (std::size_t other = one; other < violations.size(); ++other) {
            if (told[other] || !same_group(violations[one], violations[other])) continue;
            group.push_back(&violations[other]);
            told[other] = true;
        }
        text += group_text(group, telling, style);
    }
    return text;
}

}  // namespace reports
