// Two plain objects as one; where both have a key, objects are merged in turn, and else the second one's value stays.
const isPlain = (value) => typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

export const mergician = (first, second) => {
  const whole = { ...first };
  for (const [key, value] of Object.entries(second)) {
    whole[key] = isPlain(value) && isPlain(whole[key]) ? mergician(whole[key], value) : value;
  }
  return whole;
};
