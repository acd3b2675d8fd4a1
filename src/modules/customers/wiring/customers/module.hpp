// For the composition root and for tests.
#pragma once

#include "customers/customers.hpp"
