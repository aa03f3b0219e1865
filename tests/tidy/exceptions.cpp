#include "tests/tidy/exceptions.hpp"

#include <algorithm>
#include <sstream>

namespace tidy {

Exceptions read_exceptions(const File& file, Violations& mistakes) {
    Exceptions result;
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        std::istringstream words(file.lines[at]);
        Exception exception;
        words >> exception.path;
        if (exception.path.empty() || exception.path.starts_with('#')) continue;
        if (exception.path == "limit") {
            words >> result.limit;
            continue;
        }
        words >> exception.rule >> std::ws;
        std::getline(words, exception.reason);
        exception.line = at + 1;
        if (exception.reason.empty()) {
            mistakes.push_back({file.path, at + 1, "exception", "an exception needs a reason"});
        }
        result.all.push_back(exception);
    }
    return result;
}

Violations without_excused(const Violations& violations, Exceptions& exceptions) {
    Violations left;
    for (const Violation& violation : violations) {
        const auto excuse = std::ranges::find_if(exceptions.all, [&](const Exception& each) {
            return each.path == violation.path && each.rule == violation.rule;
        });
        if (excuse == exceptions.all.end()) {
            left.push_back(violation);
        } else {
            excuse->used = true;
        }
    }
    return left;
}

}  // namespace tidy
