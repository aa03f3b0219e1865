#include "failover/logics/interlock/status_file.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "failover/logics/interlock/main_texts.hpp"

namespace failover::interlock {
namespace {

bool begins_with(std::string_view line, std::string_view word) {
    const auto equal = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return line.size() >= word.size() &&
           std::equal(word.begin(), word.end(), line.begin(),
                      [&](char want, char have) { return equal(have, want); });
}

void all_connect_wait(Context& context) {
    for (int i = 0; i < context.config.backend_count(); ++i) {
        const BackendId id{i};
        context.shared.set_status(
            id, context.config.configured(id) ? Status::connect_wait : Status::unused);
    }
}

/// The eight letters of a word that the product looks at, as the arguments of a message.
std::pair<std::int32_t, std::int32_t> letters_of(std::string_view word) {
    std::uint64_t packed = 0;
    for (std::size_t at = 0; at < std::min<std::size_t>(word.size(), 8); ++at) {
        packed |= std::uint64_t{static_cast<unsigned char>(word[at])} << (8 * at);
    }
    return {static_cast<std::int32_t>(static_cast<std::uint32_t>(packed)),
            static_cast<std::int32_t>(static_cast<std::uint32_t>(packed >> 32U))};
}

/// Rule 3 of §2.4. Says whether anybody was up.
bool read_lines(Context& context, const StatusFile& file) {
    bool somebody_up = false;
    context.shared.status.fill(Status::unused);
    const auto count =
        std::min(file.lines.size(), static_cast<std::size_t>(context.config.backend_count()));
    for (std::size_t i = 0; i < count; ++i) {
        const auto node = static_cast<std::int32_t>(i);
        const std::string_view line = file.lines[i];
        if (begins_with(line, "up")) {
            context.shared.status[i] = Status::up;
            somebody_up = true;
        } else if (begins_with(line, "down")) {
            context.shared.status[i] = Status::down;
            context.out.log(id(MainText::status_read_down), {node});
        } else if (!begins_with(line, "unused")) {
            const auto [first, second] = letters_of(line);
            context.out.log(id(MainText::status_garbage), {node, first, second});
        }
    }
    return somebody_up;
}

}  // namespace

void save_status(Context& context) {
    StatusFile file;
    bool all_down = true;
    const int count = context.config.backend_count();
    file.lines.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        switch (context.shared.status_of(BackendId{i})) {
            case Status::unused:
                file.lines.emplace_back("unused");
                break;
            case Status::down:
                file.lines.emplace_back("down");
                break;
            case Status::connect_wait:
            case Status::up:
                file.lines.emplace_back("up");
                all_down = false;
                break;
        }
    }
    if (all_down) {
        // The file keeps the last set that was up, so that a restart begins with it.
        context.out.log(id(MainText::status_all_down));
        return;
    }
    context.out.put(Save{std::move(file)});
}

void warn_of_save(Context& context, SaveStep at) {
    const auto first = id(MainText::status_open_failed);
    const std::int32_t file = 0;  // {0:path}: the proxy's status file
    context.out.log(static_cast<MessageId>(first + static_cast<MessageId>(at)), {file});
}

void load_status(Context& context, const Started& started) {
    const std::int32_t file = 0;  // {0:path}: the proxy's status file
    if (!started.memory) {
        context.out.log(id(MainText::status_missing), {file});
        all_connect_wait(context);
        return;
    }
    if (started.discard_status) {
        context.out.put(Unlink{});
        context.out.log(id(MainText::status_discarded), {file});
        all_connect_wait(context);
        return;
    }
    if (read_lines(context, *started.memory)) return;
    all_connect_wait(context);  // nobody was up: the file is taken for bogus
    save_status(context);
}

}  // namespace failover::interlock
