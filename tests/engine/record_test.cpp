#include "engine/record.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace engine {
namespace {

TEST(Record, HasOneLayoutWithoutPadding) {
    static_assert(offsetof(Record, number) == 0);
    static_assert(offsetof(Record, time) == 8);
    static_assert(offsetof(Record, cause) == 16);
    static_assert(offsetof(Record, kind) == 24);
    static_assert(offsetof(Record, process) == 26);
    static_assert(offsetof(Record, words) == 28);
    static_assert(std::is_trivially_copyable_v<Record>);
    const Record record{.number = 3, .time = 5, .cause = 1, .kind = 2, .process = 4};
    EXPECT_EQ(record.at(), TrueTime{5});
}

TEST(Record, IsFoundByItsNumberOrNotAtAll) {
    std::vector<Record> records;
    for (const Sequence number : {2U, 3U, 7U, 20U}) records.push_back(Record{.number = number});
    for (const Record& record : records) EXPECT_EQ(find(records, record.number), &record);
    for (const Sequence number : {0U, 1U, 4U, 19U, 21U}) EXPECT_EQ(find(records, number), nullptr);
    EXPECT_EQ(find({}, 1), nullptr);
}

TEST(Recorder, KeepsWhatItsLevelAsksFor) {
    constexpr Level every[] = {Level::nothing, Level::facts, Level::messages, Level::all};
    for (const Level kept : every) {
        Recorder recorder{kept};
        for (const Level own : {Level::facts, Level::messages, Level::all}) {
            recorder.take(own, Record{.number = static_cast<Sequence>(own)});
        }
        EXPECT_EQ(recorder.records().size(), static_cast<std::size_t>(kept));
        recorder.clear();
        EXPECT_TRUE(recorder.records().empty());
    }
}

}  // namespace
}  // namespace engine
