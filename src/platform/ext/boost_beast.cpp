// Before 1.86 Beast asserts that the last chunk of a body comes in five bytes or more; from a
// client that sends three and then the rest, a build that asserts would end. Without the assertion
// the parser waits for the rest, as it should (boostorg/beast pull request 2861).
#define BOOST_DISABLE_ASSERTS
#include <boost/beast/src.hpp>
