#include "sim/checks/lasting.hpp"

#include <algorithm>

namespace sim::checks {

using engine::TrueTime;

void Lasting::take(const engine::Record& record) {
    if (facts::level_of(facts::Kind{record.kind}) != engine::Level::facts) return;
    // Facts of one instant belong together: nothing is judged between two of them.
    if (record.at() > now_) {
        settle(record.at(), false);
        now_ = record.at();
    }
    scene_.learn(record);
}

std::vector<Violation> Lasting::finish(TrueTime end) {
    settle(end, true);
    return std::move(found_);
}

void Lasting::settle(TrueTime until, bool at_the_end) {
    cases_.resize(subjects());
    for (std::size_t subject = 0; subject < cases_.size(); ++subject) {
        settle(subject, until, at_the_end);
    }
}

void Lasting::settle(std::size_t subject, TrueTime until, bool at_the_end) {
    Case& it = cases_[subject];
    const Look now = look(subject);
    if (!now.wrong) {
        if (it.violation) found_[*it.violation].ended = now_;
        it = Case{};
        return;
    }
    if (!it.wrong_since) it.wrong_since = now_;
    if (it.violation || !now.quiet) return;
    const TrueTime since = std::max(*it.wrong_since, now.not_before);
    const TrueTime at = std::max(since + now.grace.total(), now_);
    if (at < until || (at_the_end && at == until)) {
        Violation violation = describe(subject);
        violation.since = since;
        violation.at = at;
        violation.grace = now.grace;
        it.violation = found_.size();
        found_.push_back(std::move(violation));
    }
}

}  // namespace sim::checks
